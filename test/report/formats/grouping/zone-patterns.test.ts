import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { zonePatterns } from "../../../../report/formats/grouping/zone-patterns";
import { smallModel } from "../../small-model";

const [gpuPool] = smallModel().pools;
assert.ok(gpuPool !== undefined);
const { launchable } = gpuPool;

describe("zones that offer alike", () => {
  const [sample] = launchable.types;
  assert.ok(sample !== undefined);
  const type = (name: string, ...zoneIds: readonly string[]) => ({ ...sample, name, zoneIds });
  const zones = ["z1", "z2"].map((zoneId) => ({ zoneId, types: 0, families: [] }));

  it("group families whose types they offer all, some or none of", () => {
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

  it("have no pattern if there is no type", () => {
    assert.deepEqual(zonePatterns({ ...launchable, types: [], zones }), []);
  });
});
