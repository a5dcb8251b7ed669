import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { platformSpec } from "../../../infra/resolved/platform-spec";
import { workloadsOfTiers } from "../../../report/subject/stack-workloads";
import { stackConfig } from "../../support/stack-values";

describe("the workloads of a stack's tiers", () => {
  it("leave out tiers that are closed on purpose, because no pod is meant to find a node there", () => {
    const { tiers } = platformSpec({
      ...stackConfig("production-us-east-1"),
      tiers: {
        "gpu-inference": {},
        "gpu-training": { retired: true },
        "gpu-training-protected": { replicas: 0 },
      },
    });
    assert.deepEqual(
      workloadsOfTiers(tiers).map(({ name }) => name),
      ["a workload that selects node-type=gpu-inference"],
    );
  });
});
