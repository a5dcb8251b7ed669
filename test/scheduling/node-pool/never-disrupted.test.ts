import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { neverDisruptedBecause } from "../../../scheduling/node-pool/never-disrupted";
import { poolWith } from "../../support/disruption-pools";

describe("drift of a static pool", () => {
  const why = (replicas: number, nodes?: string | number) =>
    neverDisruptedBecause(
      poolWith({ replicas, limits: nodes === undefined ? {} : { nodes } }),
      "Drifted",
    );

  it("never comes if the pool has no node, or no room for another", () => {
    assert.equal(why(0), "a pool with 0 replicas has no node");
    assert.equal(why(2, 2), "limits.nodes 2 leave no room for a new node beside the 2 replicas");
    assert.equal(why(2, "1"), "limits.nodes 1 leave no room for a new node beside the 2 replicas");
  });

  it("comes if there is room, or no readable limit", () => {
    for (const nodes of [undefined, 3, "3", "many"]) assert.equal(why(2, nodes), undefined);
  });
});

describe("a pool without replicas", () => {
  it("drifts with any limits and any consolidation settings", () => {
    const pool = poolWith({ limits: { nodes: 0 }, consolidateAfter: "Never" });
    assert.equal(neverDisruptedBecause(pool, "Drifted"), undefined);
  });
});
