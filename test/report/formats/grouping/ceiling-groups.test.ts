import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { ceilingGroups } from "../../../../report/formats/grouping/ceiling-groups";
import { smallModel } from "../../small-model";

const [gpuPool] = smallModel().pools;
assert.ok(gpuPool !== undefined);
const { ceiling } = gpuPool;

describe("types of one ceiling", () => {
  it("have equally many devices at the same limit, and the fewest come first", () => {
    const types = [
      { type: "a", nodes: 10, devices: 10, binding: "nvidia.com/gpu" },
      { type: "b", nodes: 1, devices: 8, binding: "memory" },
      { type: "c", nodes: 5, devices: 10, binding: "nvidia.com/gpu" },
      { type: "d", nodes: 5, devices: 10, binding: "cpu" },
      { type: "e" },
    ];
    assert.deepEqual(ceilingGroups({ ...ceiling, types }), [
      { types: ["b"], nodes: { least: 1, most: 1 }, devices: 8, binding: "memory" },
      { types: ["a", "c"], nodes: { least: 5, most: 10 }, devices: 10, binding: "nvidia.com/gpu" },
      { types: ["d"], nodes: { least: 5, most: 5 }, devices: 10, binding: "cpu" },
      { types: ["e"] },
    ]);
  });

  it("have the same limit in a pool without devices, and the largest group comes first", () => {
    const types = [
      { type: "a", nodes: 0, binding: "memory" },
      { type: "b", nodes: 2, binding: "memory" },
      { type: "c", nodes: 9, binding: "cpu" },
      { type: "d", nodes: 8, binding: "cpu" },
    ];
    const { pool, limits, unbounded, shut, shortfalls, reaching } = ceiling;
    const withoutDevices = { pool, limits, types, unbounded, shut, shortfalls, reaching };
    assert.deepEqual(ceilingGroups(withoutDevices), [
      { types: ["c", "d"], nodes: { least: 8, most: 9 }, binding: "cpu" },
      { types: ["a"], nodes: { least: 0, most: 0 }, binding: "memory" },
      { types: ["b"], nodes: { least: 2, most: 2 }, binding: "memory" },
    ]);
  });
});
