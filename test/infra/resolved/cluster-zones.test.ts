import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { controlPlaneZones, systemNodeZones } from "../../../infra/resolved/cluster-zones";

describe("the zones of the control plane", () => {
  it("are those of the nodes until the file names them", () => {
    assert.deepEqual(controlPlaneZones({ zones: ["a", "b"] }), ["a", "b"]);
    assert.deepEqual(controlPlaneZones({ zones: ["a", "b"], controlPlaneZones: ["b", "c"] }), [
      "b",
      "c",
    ]);
  });
});

describe("the zones of the system nodes", () => {
  const zonesWith = (...zones: string[]) =>
    systemNodeZones({ zones, controlPlaneZones: ["a", "b", "c"] });

  it("do not change when a zone is added, which would replace the node group", () => {
    assert.deepEqual(zonesWith("a", "b", "c", "d"), zonesWith("a", "b", "c"));
  });

  it("are those of the control plane that the network still has", () => {
    assert.deepEqual(zonesWith("a", "c", "d"), ["a", "c"]);
  });

  it("are all zones of the network when fewer than two of those are left", () => {
    assert.deepEqual(zonesWith("a", "d", "e"), ["a", "d", "e"]);
  });
});
