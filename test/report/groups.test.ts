import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { ceilingGroups } from "../../report/formats/wording/ceiling-groups";
import { groupedTraps, trapGroups } from "../../report/traps/trap-groups";
import { inOrderOfWeight, mildTraps, worstTraps } from "../../report/traps/trap-order";
import { trapTitles } from "../../report/traps/trap-titles";
import { zonePatterns } from "../../report/formats/wording/zone-patterns";
import { smallModel } from "./small-model";

const [gpuPool] = smallModel().pools;
assert.ok(gpuPool !== undefined);
const { ceiling, launchable } = gpuPool;

describe("types of one ceiling", () => {
  it("are those of as many devices at the same limit, the fewest first", () => {
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

  it("are those that the same limit ends in a pool without devices, the most types first", () => {
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

describe("zones that offer alike", () => {
  const [sample] = launchable.types;
  assert.ok(sample !== undefined);
  const type = (name: string, ...zoneIds: readonly string[]) => ({ ...sample, name, zoneIds });
  const zones = ["z1", "z2"].map((zoneId) => ({ zoneId, types: 0, families: [] }));

  it("put families together whose types they offer all, some or none of", () => {
    const types = [
      type("a.large", "z1", "z2"),
      type("b.large", "z1", "z2"),
      type("b.xlarge", "z1", "z2"),
      type("c.large", "z1", "z2"),
      type("c.xlarge", "z1"),
      type("d.large", "z2"),
    ];
    assert.deepEqual(zonePatterns({ ...launchable, types, zones }), [
      { families: ["a", "b"], types: 3, offered: [3, 3] },
      { families: ["c"], types: 2, offered: [2, 1] },
      { families: ["d"], types: 1, offered: [0, 1] },
    ]);
  });

  it("are no pattern where there is no type", () => {
    assert.deepEqual(zonePatterns({ ...launchable, types: [], zones }), []);
  });
});

describe("traps", () => {
  it("come in order of weight: what launches nothing first, the order of capacity types last", () => {
    const traps = ["capacity-type-order", "dead-budget", "launches-nothing", "no-limits"].flatMap(
      (id) => [
        { id, pool: "b", text: "" },
        { id, pool: "a", text: "" },
      ],
    );
    assert.deepEqual(
      inOrderOfWeight(traps, ["a", "b"]).map(({ id, pool }) => `${id} ${pool}`),
      [
        "launches-nothing a",
        "launches-nothing b",
        "no-limits a",
        "no-limits b",
        "dead-budget a",
        "dead-budget b",
        "capacity-type-order a",
        "capacity-type-order b",
      ],
    );
  });

  it("are ordered by ids that the answers give", () => {
    const sources = answerSources();
    const unknown = [...worstTraps, ...mildTraps].filter(
      (id) => !sources.some((source) => source.includes(`"${id}"`)),
    );
    assert.deepEqual(unknown, []);
  });

  it("that say the same of several pools are told once", () => {
    assert.deepEqual(
      trapGroups([
        { id: "x", pool: "a", text: "same" },
        { id: "y", text: "of the stack" },
        { id: "x", pool: "c", text: "same" },
      ]),
      [
        { id: "x", tellings: [{ pools: ["a", "c"], text: "same" }] },
        { id: "y", tellings: [{ pools: [], text: "of the stack" }] },
      ],
    );
  });

  it("of one kind that differ stand under one heading, which takes the sentences they end with", () => {
    assert.deepEqual(
      trapGroups([
        { id: "amd-gpu", pool: "a", text: "Has 1.5 of g4ad. No driver. No limit." },
        { id: "no-limits", pool: "b", text: "Has none." },
        { id: "amd-gpu", pool: "b", text: "Has 2 of g4ad. No limit." },
        { id: "amd-gpu", pool: "c", text: "Has 1.5 of g4ad. No driver. No limit." },
      ]),
      [
        {
          id: "amd-gpu",
          heading: "AMD GPUs where NVIDIA's are meant. No limit.",
          tellings: [
            { pools: ["a", "c"], text: "Has 1.5 of g4ad. No driver." },
            { pools: ["b"], text: "Has 2 of g4ad." },
          ],
        },
        { id: "no-limits", tellings: [{ pools: ["b"], text: "Has none." }] },
      ],
    );
  });

  it("leave each pool a sentence of its own, even where one is the end of another", () => {
    assert.deepEqual(
      trapGroups([
        { id: "no-limits", pool: "a", text: "One. Two." },
        { id: "no-limits", pool: "b", text: "Two." },
      ]),
      [
        {
          id: "no-limits",
          heading: "Pools without limits.",
          tellings: [
            { pools: ["a"], text: "One. Two." },
            { pools: ["b"], text: "Two." },
          ],
        },
      ],
    );
  });

  it("that are mild stand apart, and both are counted pool by pool", () => {
    const traps = [
      { id: "no-limits", pool: "a", text: "Has none." },
      { id: "no-limits", pool: "b", text: "Has none." },
      { id: "capacity-type-order", pool: "a", text: "Means nothing." },
    ];
    assert.deepEqual(groupedTraps(traps), {
      traps: [{ id: "no-limits", tellings: [{ pools: ["a", "b"], text: "Has none." }] }],
      mild: [{ id: "capacity-type-order", tellings: [{ pools: ["a"], text: "Means nothing." }] }],
      counts: { traps: 2, mild: 1 },
    });
  });

  it("have a heading for every kind that the answers give, and for no other", () => {
    const sources = answerSources().join("\n");
    const titled = Object.keys(trapTitles);
    const given = [
      ...sources.matchAll(/\bid: "([a-z0-9-]+)"/g),
      ...sources.matchAll(/^ {4}\["([a-z0-9-]+)", \w/gm),
      ...sources.matchAll(/^ {4}"([a-z-]+)": \w+\(/gm),
    ].map(([, id]) => id);
    assert.deepEqual([...new Set(given)].sort(), titled.sort());
  });
});

function answerSources(): readonly string[] {
  const folder = path.resolve(__dirname, "../../report");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(path.join(folder, file), "utf8"));
}
