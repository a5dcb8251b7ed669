import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { isInstanceTypeLabel } from "../../../../report/answers/placement/instance-type-label";

describe("a label in which instance types may differ", () => {
  it("is one of Kubernetes, of AWS or of Karpenter", () => {
    for (const key of [
      "kubernetes.io/arch",
      "node.kubernetes.io/instance-type",
      "topology.k8s.aws/zone-id",
      "karpenter.k8s.aws/instance-family",
      "karpenter.sh/capacity-type",
    ]) {
      assert.equal(isInstanceTypeLabel(key), true, key);
    }
  });

  it("is no label of anyone else", () => {
    for (const key of ["workload", "kubernetes.io", "mykubernetes.io/arch", "example.com/team"]) {
      assert.equal(isInstanceTypeLabel(key), false, key);
    }
  });
});
