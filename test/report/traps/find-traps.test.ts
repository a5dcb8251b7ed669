import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { findTraps } from "../../../report/traps/find-traps";
import type { PoolReport } from "../../../report/model";
import { smallModel } from "../small-model";

const [first] = smallModel().pools;
assert.ok(first !== undefined);

const noAnswers = {
  pools: [],
  reports: [],
  workloads: [],
  agents: [],
  agentContracts: { contracts: [], devices: [] },
  neuronSchedulers: undefined,
};

/** A pool without limits, with a budget that has no effect, whose order of capacity types means nothing. */
function poolReport(name: string, base: PoolReport): PoolReport {
  const budgets = [{ nodes: "1" }, { nodes: "1" }];
  return {
    ...base,
    name,
    nodePool: { ...base.nodePool, name, budgets },
    ceiling: { ...base.ceiling, pool: name, limits: {}, shortfalls: [] },
    launchable: { ...base.launchable, pool: name, capacityTypes: ["spot", "on-demand"] },
  };
}

describe("the traps that are found", () => {
  it("come by rank, and one trap of several pools in the order of the pools", () => {
    const reports = ["b", "a"].map((name) => poolReport(name, first));
    const answers = {
      pools: [],
      reports: [],
      workloads: [],
      agents: [],
      agentContracts: {
        contracts: [],
        devices: ["a", "b"].map((pool) => ({
          pool,
          resource: "nvidia.com/gpu",
          types: 1,
          publishers: [],
          typesWithout: ["g5.xlarge"],
          reason: "no agent publishes it",
        })),
      },
      neuronSchedulers: undefined,
    };
    const wanted = ["devices-never-appear", "no-limits", "dead-budget", "capacity-type-order"];
    assert.deepEqual(
      findTraps(reports, answers)
        .filter(({ id }) => wanted.includes(id))
        .map(({ id, pool = "" }) => `${id} ${pool}`),
      wanted.flatMap((id) => [`${id} b`, `${id} a`]),
    );
  });

  it("come pool by pool, and in each pool by rank, if they cost money or work over time", () => {
    const reports = ["b", "a"].map((name) => {
      const report = poolReport(name, first);
      return { ...report, launchable: { ...report.launchable, unknownNames: ["p99"] } };
    });
    const wanted = ["unknown-instance-names", "dead-budget"];
    assert.deepEqual(
      findTraps(reports, noAnswers)
        .filter(({ id }) => wanted.includes(id))
        .map(({ id, pool = "" }) => `${id} ${pool}`),
      ["b", "a"].flatMap((pool) => wanted.map((id) => `${id} ${pool}`)),
    );
  });
});
