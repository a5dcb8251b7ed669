/** The native build of the embedded Karpenter as a running process, which answers synchronously. */

import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface NativeSession {
  readonly ask: (question: string) => string;
  /** Peak memory of the process, in bytes; undefined without /proc. */
  readonly peakBytes: () => number | undefined;
  readonly stop: () => void;
}

/**
 * Starts the program with named pipes as its standard streams, because they can be read synchronously.
 *
 * @param program the path given to `npm run karpenter-wasm -- native <path>`
 */
export function startNative(program: string): NativeSession {
  const folder = mkdtempSync(path.join(tmpdir(), "karpenter-native-"));
  const [questions, answers] = [path.join(folder, "questions"), path.join(folder, "answers")];
  execFileSync("mkfifo", [questions, answers]);
  // Each pipe is opened for both directions, because opening it for one direction waits until another process opens the
  // other one. Each is opened twice, because the program may make its own descriptor non-blocking.
  const open = (): [number, number] => [openSync(questions, "r+"), openSync(answers, "r+")];
  const [[to, from], [input, output]] = [open(), open()];
  const child = spawn(program, { stdio: [input, output, "inherit"] });
  closeSync(input);
  closeSync(output);
  const { pid } = child;
  const stop = (): void => {
    // A child that never started has the process id 0, and a signal to that goes to the whole process group of its
    // parent, https://man7.org/linux/man-pages/man2/kill.2.html
    if (pid !== undefined) child.kill();
    closeSync(to);
    closeSync(from);
    rmSync(folder, { recursive: true, force: true });
  };
  if (pid === undefined) {
    // Without this listener the error would end the process.
    child.once("error", () => undefined);
    stop();
    throw new Error(
      `${program}: cannot be started; build it with npm run karpenter-wasm -- native`,
    );
  }
  return {
    ask: (question) => {
      writeAll(to, Buffer.from(`${question}\n`));
      return readLine(from);
    },
    peakBytes: () => peakOf(pid),
    stop,
  };
}

function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** An answer ends the output until the next question. */
function readLine(file: number): string {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(2 ** 16);
    const length = readSync(file, part);
    parts.push(part.subarray(0, length));
    if (part[length - 1] === newline) return Buffer.concat(parts).toString("utf8").trimEnd();
  }
}

const newline = 10;

/** VmHWM, see proc(5). */
function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
