import assert from "node:assert/strict";

import * as fc from "fast-check";
import { describe, it } from "mocha";

import {
  controlPlaneLayout,
  subnetLayout,
} from "../../../components/network/subnet-layout.builder";

describe("subnetLayout", () => {
  it("gives each zone one eighth for nodes, and small ranges for the other subnets", () => {
    const zones = ["us-east-1a", "us-east-1c"];
    assert.deepEqual(subnetLayout("10.40.0.0/16", zones), [
      { zone: "us-east-1a", private: "10.40.0.0/19", public: "10.40.192.0/22" },
      { zone: "us-east-1c", private: "10.40.64.0/19", public: "10.40.200.0/22" },
    ]);
    assert.deepEqual(controlPlaneLayout("10.40.0.0/16", zones), [
      { zone: "us-east-1a", intra: "10.40.224.0/22" },
      { zone: "us-east-1c", intra: "10.40.232.0/22" },
    ]);
  });

  it("keeps the ranges of a zone whatever other zones come, go or change their order", () => {
    const all = ["a", "b", "c", "d", "e", "f"].map((letter) => `us-east-1${letter}`);
    for (const layout of [subnetLayout, controlPlaneLayout]) {
      const whole = new Map(layout("10.0.0.0/16", all).map((one) => [one.zone, one]));
      fc.assert(
        fc.property(fc.shuffledSubarray(all), (zones) => {
          assert.deepEqual(
            layout("10.0.0.0/16", zones),
            zones.map((zone) => whole.get(zone)),
          );
        }),
      );
    }
  });

  it("refuses a zone whose letter has no place", () => {
    assert.throws(() => subnetLayout("10.0.0.0/16", ["us-east-1g"]), {
      message: "zone: no place in the layout, got us-east-1g; expected a letter from a to f",
    });
  });

  it("gives ranges that are inside the VPC and never overlap, for every VPC from /16 to /20", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: 20 }),
        fc.nat(255),
        fc.subarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 }),
        (prefix, octet, letters) => {
          const vpc = `10.${octet}.0.0/${prefix}`;
          const zones = letters.map((letter) => `eu-west-1${letter}`);
          const ranges = [
            ...subnetLayout(vpc, zones).flatMap((zone) => [zone.private, zone.public]),
            ...controlPlaneLayout(vpc, zones).map(({ intra }) => intra),
          ].map(bounds);
          const [first, last] = bounds(vpc);
          const sorted = [...ranges].sort(([a], [b]) => a - b);
          sorted.forEach(([start, end], index) => {
            assert.ok(start >= first && end <= last, "outside the VPC");
            const next = sorted[index + 1];
            if (next !== undefined) assert.ok(end < next[0], "overlap");
          });
        },
      ),
    );
  });
});

function bounds(cidr: string): [number, number] {
  const [address = "", prefix = ""] = cidr.split("/");
  const start = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return [start, start + 2 ** (32 - Number(prefix)) - 1];
}
