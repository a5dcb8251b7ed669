/**
 * Runs the Go program and offers it as a function from JSON to JSON.
 *
 * Go's support code, wasm_exec.js, uses global variables of a browser or of Node.js and adds one. Here it
 * gets a global object of its own, without access to files, network or environment.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { compileFunction } from "node:vm";
import { brotliDecompress, type BrotliOptions } from "node:zlib";

/**
 * Sends a question as text and returns the answer as text. Throws after the program has ended, with its
 * last output.
 */
export type Ask = (question: string) => string;

/**
 * Starts the program. It lives as long as the returned function.
 *
 * @param folder the folder of the program and of wasm_exec.js; this folder, unless the code runs from a bundle
 */
export async function startSession(folder: string = __dirname): Promise<Ask> {
  const [glue, compressed] = await Promise.all([
    readFile(join(folder, glueFile), "utf8"),
    readFile(join(folder, programFile)),
  ]);
  for (const flag of engineFlags) setFlagsFromString(flag);
  const compiled = await WebAssembly.compile(await decompress(compressed, { chunkSize }));
  const written: string[] = [];
  const { go, globals } = goRuntime(glue, written);
  let answer: ((question: string) => unknown) | undefined;
  globals["karpenterReady"] = (answers: (question: string) => unknown) => (answer = answers);
  const ended = go.run(await WebAssembly.instantiate(compiled, go.importObject));
  // The program ends only where it fails. The returned function reports that.
  ended.catch((error: unknown) => written.push(String(error)));
  return (question) => {
    const text = answer?.(question);
    if (typeof text === "string") return text;
    throw new Error(`the embedded Karpenter has ended: ${written.join("").slice(0, maxWritten)}`);
  };
}

/** Node.js has this global, but its type declarations do not. Only what is used here is declared. */
declare const WebAssembly: {
  compile(program: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<object>;
};

/** The class that wasm_exec.js defines. */
interface Go {
  env: Record<string, string>;
  exit: (code: number) => void;
  readonly importObject: object;
  run(instance: object): Promise<void>;
}

const glueFile = "wasm_exec.js";
const programFile = "karpenter.wasm.br";
const decompress = promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress);
/**
 * In bytes. Larger than the program: joining smaller pieces would take half as long as the
 * decompression itself.
 */
const chunkSize = 2 ** 27;
/**
 * V8 flags for a large program that mostly runs once. The times are the processor time that a flag saves in
 * a report, measured with Node.js 20.20 on two processors.
 * - Functions are validated when they are first called, not all 97 MB at the start (0.3 s).
 * - Functions are optimized much later than by default (1,800,000), so that the large start-up code never is (2 s).
 */
const engineFlags = ["--wasm-lazy-validation", "--wasm-tiering-budget=1000000000"];
const maxWritten = 2000;

/** @param written receives what the program writes to its standard streams */
function goRuntime(
  glue: string,
  written: string[],
): { readonly go: Go; readonly globals: Record<string, unknown> } {
  const globals: Record<string, unknown> = {
    Object,
    Array,
    Uint8Array,
    Error,
    Date,
    crypto,
    performance,
    TextEncoder,
    TextDecoder,
  };
  const output = { writeSync: (_: number, bytes: Uint8Array) => write(bytes, written) };
  const run = compileFunction(glue, Object.keys(parameters(globals, output)), {
    filename: glueFile,
  }) as (...values: unknown[]) => void;
  run(...Object.values(parameters(globals, output)));
  const go = new (globals["Go"] as new () => Go)();
  // Some packages read HOME when they start.
  go.env = { HOME: "/nonexistent" };
  go.exit = (code) => written.push(`exit code ${code}`);
  return { go, globals };
}

/** The variables that wasm_exec.js uses without `globalThis.`. */
function parameters(globals: object, output: object): Readonly<Record<string, unknown>> {
  return {
    globalThis: globals,
    fs: output,
    console: { log: ignore, warn: ignore, error: ignore },
    // A timer of the Go program must not keep Node.js running.
    setTimeout: (call: () => void, milliseconds: number) => setTimeout(call, milliseconds).unref(),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  };
}

function write(bytes: Uint8Array, written: string[]): number {
  written.push(new TextDecoder().decode(bytes));
  return bytes.length;
}

function ignore(): void {
  // Messages of wasm_exec.js do not help our users.
}
