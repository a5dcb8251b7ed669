import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import { readStackFile } from "../../../infra/checks/read-stack-file";
import { stackNames } from "../../../infra/config/stack-names";
import { fixedNeeds } from "../../../infra/resolved/fixed-needs";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { fixtureStacks } from "../../support/stack-values";

const specs = stackNames(fixtureStacks).map((stack) => {
  const { config } = readStackFile(path.join(fixtureStacks, `Pulumi.${stack}.yaml`));
  assert.ok(config !== undefined, stack);
  return { stack, spec: platformSpec(config) };
});

describe("what a stack has beside its pools", () => {
  // "up to twice the number of Availability Zones":
  // https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
  it("is its system nodes, and two more of them in each zone during an update", () => {
    const created = specs.filter(({ spec }) => spec.cluster.kind === "new");
    assert.ok(created.length > 3);
    for (const { stack, spec } of created) {
      const { instanceType, count } = spec.config.cluster.systemNodes;
      assert.deepEqual(
        fixedNeeds(spec).systemNodes,
        {
          type: instanceType,
          count,
          moreDuringUpdate: 2 * spec.config.network.zones.length,
        },
        stack,
      );
    }
  });

  it("is an Elastic IP address for each NAT gateway", () => {
    const [one] = specs.filter(({ spec }) => spec.cluster.kind === "new");
    assert.ok(one?.spec.cluster.kind === "new");
    const network = { ...one.spec.cluster.network, zones: ["a", "b", "c"] };
    const withNat = (natGateways: "single" | "one-per-zone") =>
      fixedNeeds({
        ...one.spec,
        cluster: { ...one.spec.cluster, kind: "new", network: { ...network, natGateways } },
      } as typeof one.spec).elasticIps;
    assert.deepEqual([withNat("single"), withNat("one-per-zone")], [1, 3]);
  });

  it("is nothing with a cluster that exists already", () => {
    const existing = specs.filter(({ spec }) => spec.cluster.kind === "existing");
    assert.ok(existing.length > 0);
    for (const { spec } of existing) assert.deepEqual(fixedNeeds(spec), { elasticIps: 0 });
  });
});
