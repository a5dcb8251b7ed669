import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { groupedTraps, trapGroups } from "../../../../report/formats/grouping/trap-groups";

describe("traps", () => {
  it("are told once if several pools have the same text", () => {
    assert.deepEqual(
      trapGroups([
        { id: "x", pool: "a", text: "same" },
        { id: "y", text: "of the stack" },
        { id: "x", pool: "c", text: "same" },
      ]),
      [
        { id: "x", texts: [{ pools: ["a", "c"], text: "same" }] },
        { id: "y", texts: [{ pools: [], text: "of the stack" }] },
      ],
    );
  });

  it("with different texts share a heading, which takes the sentences that all of them end with", () => {
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
          texts: [
            { pools: ["a", "c"], text: "Has 1.5 of g4ad. No driver." },
            { pools: ["b"], text: "Has 2 of g4ad." },
          ],
        },
        { id: "no-limits", texts: [{ pools: ["b"], text: "Has none." }] },
      ],
    );
  });

  it("leave each pool a sentence of its own, even if one text is the end of another", () => {
    assert.deepEqual(
      trapGroups([
        { id: "no-limits", pool: "a", text: "One. Two." },
        { id: "no-limits", pool: "b", text: "Two." },
      ]),
      [
        {
          id: "no-limits",
          heading: "Pools without limits.",
          texts: [
            { pools: ["a"], text: "One. Two." },
            { pools: ["b"], text: "Two." },
          ],
        },
      ],
    );
  });

  it("that are good to know are listed separately, and both lists are counted pool by pool", () => {
    const traps = [
      { id: "no-limits", pool: "a", text: "Has none." },
      { id: "no-limits", pool: "b", text: "Has none." },
      { id: "capacity-type-order", pool: "a", text: "Means nothing." },
    ];
    assert.deepEqual(groupedTraps(traps), {
      traps: [{ id: "no-limits", texts: [{ pools: ["a", "b"], text: "Has none." }] }],
      goodToKnow: [
        { id: "capacity-type-order", texts: [{ pools: ["a"], text: "Means nothing." }] },
      ],
      counts: { traps: 2, goodToKnow: 1 },
    });
  });
});
