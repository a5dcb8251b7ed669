import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { zonesWithIds } from "../../../scheduling/launchable/zones-with-ids";

// Zone ids of ap-northeast-1: apne1-az1, az2 and az4.
const region = "ap-northeast-1";
const assumed = (pairs: string) =>
  `Zone names are taken to map to zone ids in order (${pairs}); in this account they may map otherwise: network.zoneIds says how.`;

describe("zones with their ids", () => {
  it("keep their ids where every id is given", () => {
    assert.deepEqual(zonesWithIds({ region, zones: [{ name: "c", id: "apne1-az1" }] }), {
      zones: [{ name: "c", id: "apne1-az1", isAssumed: false }],
      assumptions: [],
    });
  });

  it("get the ids of the region in the order of their names, with an assumption in words", () => {
    assert.deepEqual(zonesWithIds({ region, zones: [{ name: "c" }, { name: "a" }] }), {
      zones: [
        { name: "c", id: "apne1-az2", isAssumed: true },
        { name: "a", id: "apne1-az1", isAssumed: true },
      ],
      assumptions: [assumed("c = apne1-az2, a = apne1-az1")],
    });
  });

  it("never get the same id twice", () => {
    assert.deepEqual(
      zonesWithIds({
        region,
        zones: [{ name: "a" }, { name: "b", id: "apne1-az1" }, { name: "c" }],
      }),
      {
        zones: [
          { name: "a", id: "apne1-az2", isAssumed: true },
          { name: "b", id: "apne1-az1", isAssumed: false },
          { name: "c", id: "apne1-az4", isAssumed: true },
        ],
        assumptions: [assumed("a = apne1-az2, c = apne1-az4")],
      },
    );
  });

  it("have no id where the region has too few", () => {
    const names = ["a", "b", "c", "d", "e"];
    const { zones, assumptions } = zonesWithIds({ region, zones: names.map((name) => ({ name })) });
    assert.deepEqual(zones.slice(2), [
      { name: "c", id: "apne1-az4", isAssumed: true },
      { name: "d", isAssumed: true },
      { name: "e", isAssumed: true },
    ]);
    assert.deepEqual(assumptions, [
      assumed("a = apne1-az1, b = apne1-az2, c = apne1-az4"),
      "Nothing is known to be offered in d, e.",
    ]);
    assert.deepEqual(zonesWithIds({ region: "xx-nowhere-1", zones: [{ name: "a" }] }), {
      zones: [{ name: "a", isAssumed: true }],
      assumptions: ["Nothing is known to be offered in a."],
    });
  });
});
