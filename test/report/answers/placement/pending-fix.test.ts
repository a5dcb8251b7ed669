import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { pendingFix } from "../../../../report/answers/placement/pending-fix";

describe("what to do for pods that stay pending", () => {
  const refusal = (pool: string, reason: string) => ({ pool, text: "", reasons: [reason] });

  it("is to raise limits only where limits stop a pool", () => {
    const limits = "all available instance types exceed limits for nodepool (NodePool=gpu)";
    assert.equal(pendingFix([refusal("gpu", limits)]), "Raise the limits of gpu.");
    const exhausted = 'node limits have been exhausted for nodepool: "gpu"';
    assert.equal(pendingFix([refusal("gpu", exhausted)]), "Raise the limits of gpu.");
    const taint = "did not tolerate taint (taint=a:NoSchedule)";
    assert.equal(pendingFix([refusal("gpu", taint)]), "Loosen what the pods ask for.");
  });

  it("names the domains of a spread that have the fewest pods", () => {
    const spread =
      "unsatisfiable topology constraint for topology spread, key=topology.kubernetes.io/zone (counts = us-west-2a: 1, us-west-2b: 1, us-west-2z: 0, podDomains = topology.kubernetes.io/zone Exists, nodeDomains = topology.kubernetes.io/zone In [us-west-2a us-west-2b]";
    assert.equal(
      pendingFix([refusal("serving", spread), refusal("other", spread)]),
      "Let a pool launch the pods in us-west-2z, or take this topology.kubernetes.io/zone out of every pool, or spread the pods with whenUnsatisfiable: ScheduleAnyway.",
    );
  });

  it("is to raise the replicas of a static pool", () => {
    assert.equal(
      pendingFix([
        refusal("", "nodepool requirements filtered out all available instance types"),
        refusal("fixed", "has replicas: its nodes do not follow pods"),
      ]),
      "Raise the replicas of fixed.",
    );
  });
});
