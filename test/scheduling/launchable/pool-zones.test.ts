import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { poolZones, typeZones } from "../../../scheduling/launchable/pool-zones";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import type { Place } from "../../../scheduling/catalogue/place";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../../scheduling/requirements/requirements";

// Zone ids of ap-northeast-1: apne1-az1, az2 and az4; g5 is in az1 and az4 (EC2 DescribeInstanceTypeOfferings).
const region = "ap-northeast-1";
const ids = ["apne1-az4", "apne1-az1", "apne1-az2"];
const known: Place = {
  region,
  zones: ["a", "c", "d"].map((letter, index) => ({ name: `${region}${letter}`, id: ids[index] })),
};
const unknown: Place = { region, zones: known.zones.map(({ name }) => ({ name })) };

function zonesOf(place: Place, ...requirements: readonly NodeSelectorRequirement[]) {
  return poolZones(requirementsOf(requirements), place);
}

function g5(place: Place, ...requirements: readonly NodeSelectorRequirement[]) {
  const type = instanceType("g5.xlarge");
  assert.ok(type !== undefined);
  return typeZones(type, place.region, zonesOf(place, ...requirements));
}

const idIn = (...values: readonly string[]): NodeSelectorRequirement => ({
  key: "topology.k8s.aws/zone-id",
  operator: "In",
  values,
});

describe("the zones of a pool", () => {
  it("are those of the place, with their ids where they are known", () => {
    assert.deepEqual(zonesOf(known), {
      regionIsKnown: true,
      zones: known.zones,
      zoneIds: ids,
      idsAreKnown: true,
    });
  });

  it("have any of the ids of the region where the place has no ids", () => {
    assert.deepEqual(zonesOf(unknown), {
      regionIsKnown: true,
      zones: unknown.zones,
      zoneIds: ["apne1-az1", "apne1-az2", "apne1-az4"],
      idsAreKnown: false,
    });
    assert.deepEqual(zonesOf(unknown, idIn("apne1-az2")).zoneIds, ["apne1-az2"]);
  });

  it("are all zones of the region, identified by their ids, where the place names none", () => {
    // Their names are not known, so a requirement on names excludes none of them.
    const named: NodeSelectorRequirement = {
      key: "topology.kubernetes.io/zone",
      operator: "In",
      values: ["ap-northeast-1a"],
    };
    const { zones, zoneIds } = zonesOf({ region, zones: [] }, named);
    assert.deepEqual(zoneIds, ["apne1-az1", "apne1-az2", "apne1-az4"]);
    assert.deepEqual(zones[0], { name: "apne1-az1", id: "apne1-az1" });
  });

  it("are none for an id that the region does not have", () => {
    for (const place of [known, unknown]) {
      assert.deepEqual(zonesOf(place, idIn("usw2-az1")), {
        regionIsKnown: true,
        zones: [],
        zoneIds: [],
        idsAreKnown: place === known,
        excludedBy: "topology.k8s.aws/zone-id In [usw2-az1]",
      });
    }
  });

  it("are those of the place in a region without known offerings", () => {
    const place = { region: "xx-nowhere-1", zones: [{ name: "xx-nowhere-1a" }] };
    assert.deepEqual(zonesOf(place), {
      regionIsKnown: false,
      zones: place.zones,
      zoneIds: [],
      idsAreKnown: false,
    });
  });
});

describe("the zones of a type", () => {
  it("are named where ids are known", () => {
    assert.deepEqual(g5(known), {
      zoneIds: ["apne1-az4", "apne1-az1"],
      zones: ["ap-northeast-1a", "ap-northeast-1c"],
      zonesAtLeast: 2,
      zonesAtMost: 2,
    });
  });

  it("are counted where ids are not known: a smallest and a largest number", () => {
    const two: Place = { region, zones: unknown.zones.slice(0, 2) };
    assert.deepEqual(g5(two), {
      zoneIds: ["apne1-az1", "apne1-az4"],
      zonesAtLeast: 1,
      zonesAtMost: 2,
    });
    assert.deepEqual(g5({ region, zones: unknown.zones.slice(0, 1) }), {
      zoneIds: ["apne1-az1", "apne1-az4"],
      zonesAtLeast: 0,
      zonesAtMost: 1,
    });
    // The pool has more zones than there are ids that offer the type.
    assert.deepEqual(g5(unknown, idIn("apne1-az1")), {
      zoneIds: ["apne1-az1"],
      zonesAtLeast: 1,
      zonesAtMost: 1,
    });
  });

  it("are none where no zone of the pool offers it", () => {
    assert.equal(g5(known, idIn("apne1-az2")), undefined);
    assert.equal(g5(known, idIn("usw2-az1")), undefined);
    const nowhere = { region: "xx-nowhere-1", zones: [{ name: "xx-nowhere-1a" }] };
    assert.deepEqual(g5(nowhere), { zoneIds: [], zonesAtLeast: 0, zonesAtMost: 1 });
  });
});
