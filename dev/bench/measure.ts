import { spawn } from "node:child_process";
import { listProcesses, treeResidentBytes } from "./process-tree";

/** One run of a command. */
export interface Measurement {
  readonly seconds: number;
  /** Peak of the resident memory of the whole process tree, in bytes; undefined when it cannot be read. */
  readonly peakBytes: number | undefined;
}

/** A command to measure. */
export interface MeasuredCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const pollMilliseconds = 50;
const shownLines = 30;

/**
 * Runs a command to its end.
 *
 * @throws Error with the command's output when it fails, because the time of a failure means nothing
 */
export async function measure(measured: MeasuredCommand): Promise<Measurement> {
  const { command, args, cwd, environment } = measured;
  const started = process.hrtime.bigint();
  const child = spawn(command, args, {
    cwd,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  }
  let peakBytes: number | undefined;
  const timer = setInterval(() => {
    const processes = child.pid === undefined ? undefined : listProcesses();
    if (processes === undefined || child.pid === undefined) return;
    peakBytes = Math.max(peakBytes ?? 0, treeResidentBytes(child.pid, processes));
  }, pollMilliseconds);
  const stop = (): void => {
    // Without a process id the command never started, and the signal would go to our own process group.
    if (child.pid !== undefined) child.kill();
  };
  process.once("exit", stop);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (code !== 0) {
      const lines = said.trim().split("\n").slice(-shownLines).join("\n");
      throw new Error(`\`${[command, ...args].join(" ")}\` failed (exit code ${code})\n${lines}`);
    }
  } finally {
    clearInterval(timer);
    process.off("exit", stop);
  }
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, peakBytes };
}
