import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { lock } from "proper-lockfile";
import { InputFault } from "../../command-line/input-fault";

/** The holder of a stack's lock, as a file beside the lock names it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /**
   * The start time of the process, from the kernel. If its number was given to another process, the start times differ.
   */
  readonly startTime: string | undefined;
  readonly command: string;
}

const staleMilliseconds = 30_000;
const takeOverRetries = { retries: 10, minTimeout: 200, maxTimeout: 1_000 };

/**
 * Takes the lock of the stack whose folder is `root`, so that only one command uses a stack at a time. If the holder no
 * longer runs, the lock is taken from it at once.
 *
 * @param onLost called when another process takes the lock while this one holds it
 * @returns a function that releases the lock
 * @throws InputFault when another command holds the lock
 */
export async function lockStack(
  root: string,
  command: string,
  onLost: () => void,
): Promise<() => Promise<void>> {
  fs.mkdirSync(path.dirname(root), { recursive: true });
  const release = (await acquire(root, onLost)) ?? (await takeOver(root, onLost));
  if (release === undefined) throw busy(root);
  fs.writeFileSync(holderFile(root), JSON.stringify(thisProcess(command)));
  return async () => {
    // The name of the holder is removed first. A lock without a known holder is never taken over.
    fs.rmSync(holderFile(root), { force: true });
    await release();
  };
}

/** Undefined when another process holds the lock. */
async function acquire(
  root: string,
  onLost: () => void,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(root, {
      lockfilePath: lockFolder(root),
      realpath: false,
      stale: staleMilliseconds,
      onCompromised: onLost,
    });
  } catch (error) {
    if ((error as { code?: string }).code === "ELOCKED") return undefined;
    throw error;
  }
}

/**
 * Removes the lock of a process that no longer runs, and takes it. A second lock makes sure that only one process does
 * so at a time.
 */
async function takeOver(
  root: string,
  onLost: () => void,
): Promise<(() => Promise<void>) | undefined> {
  if (!isLeftBehind(root)) return undefined;
  const release = await lock(`${root}.takeover`, { realpath: false, retries: takeOverRetries });
  try {
    if (isLeftBehind(root)) {
      fs.rmSync(holderFile(root), { force: true });
      fs.rmSync(lockFolder(root), { recursive: true, force: true });
    }
    return await acquire(root, onLost);
  } finally {
    await release();
  }
}

function isLeftBehind(root: string): boolean {
  const holder = readHolder(root);
  return holder !== undefined && holder.host === os.hostname() && !isAlive(holder);
}

function isAlive({ pid, startTime }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
  return startTimeOf(pid) === startTime;
}

function readHolder(root: string): Holder | undefined {
  try {
    return JSON.parse(fs.readFileSync(holderFile(root), "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

function thisProcess(command: string): Holder {
  const { pid } = process;
  return { pid, host: os.hostname(), startTime: startTimeOf(pid), command };
}

/** Field 22 of /proc/<pid>/stat; undefined where there is no /proc. See proc(5). */
function startTimeOf(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function busy(root: string): InputFault {
  const holder = readHolder(root);
  const who = holder === undefined ? "another command" : `\`${holder.command}\` (${holder.pid})`;
  return new InputFault(
    `sandbox: ${path.basename(root)} is in use, got a lock of ${who}; ` +
      `expected one command per stack at a time; wait for it to end, or end it`,
  );
}

function lockFolder(root: string): string {
  return `${root}.lock`;
}

function holderFile(root: string): string {
  return `${root}.holder.json`;
}
