import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  systemNodeTypes,
  systemNodesAreOffered,
} from "../../../infra/checks/system-nodes-offer-check";
import { offeredRegions, zoneIdsOf, zonesOffering } from "../../../scheduling/catalogue/offerings";
import { stackConfig } from "../../support/stack-values";

const shipped = stackConfig("production-us-east-1");

interface Place {
  readonly region: string;
  readonly letters: string;
  readonly zoneIds?: Readonly<Record<string, string>>;
  readonly instanceType?: string;
}

/** The fault's problem and fix, without where the offerings come from. */
function faultsIn({ region, letters, zoneIds, instanceType = "m7i.large" }: Place): string[] {
  const { network, cluster } = shipped;
  const config = {
    region,
    network: {
      ...network,
      zones: [...letters].map((letter) => `${region}${letter}`),
      ...(zoneIds === undefined ? {} : { zoneIds }),
    },
    cluster: { ...cluster, systemNodes: { ...cluster.systemNodes, instanceType } },
  };
  return systemNodesAreOffered(config, "").map(
    ({ path, problem, got, fix = "" }) =>
      `${path.join(".")}: ${problem}, got ${got ?? ""}; ${fix.replace(/,? or update .*/, "")}`,
  );
}

const path = "cluster.systemNodes.instanceType";

// EC2 DescribeInstanceTypeOfferings: m7i.large is neither in ca-west-1 nor in use1-az3, m5n.large is not in usw2-az4.
describe("the type of the system nodes", () => {
  it("is refused in a region that does not offer it, with a type that the region offers", () => {
    assert.deepEqual(faultsIn({ region: "ca-west-1", letters: "abc" }), [
      `${path}: not offered in ca-west-1, got "m7i.large"; use m6i.large`,
    ]);
    assert.deepEqual(
      faultsIn({ region: "ca-west-1", letters: "abc", instanceType: "m6i.large" }),
      [],
    );
  });

  it("is refused when one zone of the system nodes does not offer it", () => {
    const zoneIds = { "us-west-2a": "usw2-az1", "us-west-2b": "usw2-az4" };
    const place = { region: "us-west-2", letters: "abc", zoneIds };
    assert.deepEqual(faultsIn({ ...place, instanceType: "m5n.large" }), [
      `${path}: not offered in us-west-2b (usw2-az4), got "m5n.large"; use m7i.large`,
    ]);
    assert.deepEqual(faultsIn(place), []);
  });

  it("is not checked in a zone that the control plane has to leave, because its nodes leave too", () => {
    const zoneIds = { "us-east-1a": "use1-az1", "us-east-1b": "use1-az3" };
    assert.deepEqual(faultsIn({ region: "us-east-1", letters: "abc", zoneIds }), []);
  });

  it("is refused when the region has fewer zones with it than the system nodes, although no id is known", () => {
    assert.deepEqual(faultsIn({ region: "us-east-1", letters: "abcdef" }), [
      `${path}: not offered in 6 zones of us-east-1, only in use1-az1, use1-az2, use1-az4, use1-az5, use1-az6, got "m7i.large"; choose another type or other zones`,
    ]);
    assert.deepEqual(faultsIn({ region: "us-east-1", letters: "abc" }), []);
  });

  it("can be one of the proposed types in every recorded region", () => {
    for (const region of offeredRegions) {
      const zones = Math.min(3, zoneIdsOf(region).length);
      assert.ok(
        systemNodeTypes.some((type) => zonesOffering(type, region).length >= zones),
        region,
      );
    }
  });
});
