import fs from "node:fs";

/** One process, as the kernel lists it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Resident memory in bytes. */
  readonly residentBytes: number;
}

const pageBytes = 4096;

/** Sum of the resident memory of `root` and all its descendants, in bytes. Shared memory counts more than once. */
export function treeResidentBytes(root: number, processes: readonly ProcessEntry[]): number {
  const children = new Map<number, ProcessEntry[]>();
  for (const one of processes) {
    children.set(one.parent, [...(children.get(one.parent) ?? []), one]);
  }
  let sum = 0;
  const waiting = processes.filter(({ pid }) => pid === root);
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    sum += one.residentBytes;
    waiting.push(...(children.get(one.pid) ?? []));
  }
  return sum;
}

/** All processes of this machine; undefined without /proc. */
export function listProcesses(): readonly ProcessEntry[] | undefined {
  let names: string[];
  try {
    names = fs.readdirSync("/proc");
  } catch {
    return undefined;
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap(readProcess);
}

/** Fields of /proc/<pid>/stat after the name in parentheses; see proc(5). */
function readProcess(pid: string): readonly ProcessEntry[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [parent, pages] = [Number(fields[1]), Number(fields[21])];
    return [{ pid: Number(pid), parent, residentBytes: pages * pageBytes }];
  } catch {
    // The process has ended meanwhile.
    return [];
  }
}
