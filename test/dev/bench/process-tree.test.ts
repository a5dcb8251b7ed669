import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { listProcesses, treeResidentBytes } from "../../../dev/bench/process-tree";

const entry = (
  pid: number,
  parent: number,
  residentBytes: number,
): { pid: number; parent: number; residentBytes: number } => ({ pid, parent, residentBytes });

describe("the memory of a process tree", () => {
  it("is the sum over the process and all its descendants", () => {
    const processes = [
      entry(1, 0, 1),
      entry(2, 1, 20),
      entry(3, 2, 300),
      entry(4, 2, 4_000),
      entry(5, 1, 50_000),
    ];
    assert.equal(treeResidentBytes(2, processes), 4_320);
    assert.equal(treeResidentBytes(5, processes), 50_000);
    assert.equal(treeResidentBytes(9, processes), 0);
  });

  it("is read from /proc when the system has it", () => {
    const self = listProcesses()?.find(({ pid }) => pid === process.pid);
    if (process.platform !== "linux") return assert.equal(self, undefined);
    assert.equal(self?.parent, process.ppid);
    const rss = process.memoryUsage().rss;
    assert.ok(self.residentBytes > rss * 0.8 && self.residentBytes < rss * 1.25);
  });
});
