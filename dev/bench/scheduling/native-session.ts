/** The native build of the embedded Karpenter as a process that lives, and answers while the caller waits. */

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
  /** Most memory that it has held, in bytes; undefined where there is no /proc. */
  readonly peakBytes: () => number | undefined;
  readonly stop: () => void;
}

/**
 * Starts the program with named pipes for its standard streams, which can be read without a callback.
 *
 * @param program what `npm run karpenter-wasm -- native <path>` wrote
 */
export function startNative(program: string): NativeSession {
  const folder = mkdtempSync(path.join(tmpdir(), "karpenter-native-"));
  const [questions, answers] = [path.join(folder, "questions"), path.join(folder, "answers")];
  execFileSync("mkfifo", [questions, answers]);
  // Opened for both directions, because opening for one waits for whoever opens for the other; and twice, because the
  // program may turn waiting off for its own.
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

/** Nothing follows an answer before the next question. */
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

/** VmHWM of proc(5). */
function peakOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
