/**
 * The Go program as a function from JSON to JSON.
 *
 * Go's own glue, wasm_exec.js, expects a browser's or Node's globals and adds one of its own; here
 * it gets a global object for itself, without files, network or environment.
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { compileFunction } from "node:vm";
import { brotliDecompress, type BrotliOptions } from "node:zlib";

/** Text in, text out. Throws once the program has ended, with what it wrote last. */
export type Ask = (question: string) => string;

/**
 * Starts the program; it lives as long as the function that is returned.
 *
 * @param folder where the program and its glue are: this one, but for code that runs from a bundle elsewhere
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
  // Ends only when the program fails; ask says so.
  ended.catch((error: unknown) => written.push(String(error)));
  return (question) => {
    const text = answer?.(question);
    if (typeof text === "string") return text;
    throw new Error(`the embedded Karpenter has ended: ${written.join("").slice(0, maxWritten)}`);
  };
}

/** Of the global that Node.js has and its type declarations lack, what is used here. */
declare const WebAssembly: {
  compile(program: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<object>;
};

/** What wasm_exec.js defines. */
interface Go {
  env: Record<string, string>;
  exit: (code: number) => void;
  readonly importObject: object;
  run(instance: object): Promise<void>;
}

const glueFile = "wasm_exec.js";
const programFile = "karpenter.wasm.br";
const decompress = promisify<Buffer, BrotliOptions, Buffer>(brotliDecompress);
/** Bytes: more than the program has, because putting it together from pieces takes half as long as unpacking it. */
const chunkSize = 2 ** 27;
/**
 * How V8 treats a large program that mostly runs once (Node.js 20.20, two processors, seconds of processor time for a
 * report): functions are checked when they are first called, not all 97 MB at once (0.3 s), and compiled anew to run
 * faster much later than by default (1,800,000), so that the start-up code, which is huge, never is (2 s).
 */
const engineFlags = ["--wasm-lazy-validation", "--wasm-tiering-budget=1000000000"];
const maxWritten = 2000;

/** @param written takes what the program writes to its standard streams */
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
  // Some packages look for a home when they start.
  go.env = { HOME: "/nonexistent" };
  go.exit = (code) => written.push(`exit code ${code}`);
  return { go, globals };
}

/** The names that wasm_exec.js uses without `globalThis.`. */
function parameters(globals: object, output: object): Readonly<Record<string, unknown>> {
  return {
    globalThis: globals,
    fs: output,
    console: { log: ignore, warn: ignore, error: ignore },
    // A timer of Go's must not keep Node.js running.
    setTimeout: (call: () => void, milliseconds: number) => setTimeout(call, milliseconds).unref(),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  };
}

function write(bytes: Uint8Array, written: string[]): number {
  written.push(new TextDecoder().decode(bytes));
  return bytes.length;
}

function ignore(): void {
  // Nothing that the glue prints is for our users.
}
