import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { isLabelOfTypes } from "../../../../report/answers/placement/label-of-types";

describe("a label in which instance types may differ", () => {
  it("is one of Kubernetes, of AWS or of Karpenter", () => {
    for (const key of [
      "kubernetes.io/arch",
      "node.kubernetes.io/instance-type",
      "topology.k8s.aws/zone-id",
      "karpenter.k8s.aws/instance-family",
      "karpenter.sh/capacity-type",
    ]) {
      assert.equal(isLabelOfTypes(key), true, key);
    }
  });

  it("is no other", () => {
    for (const key of ["workload", "kubernetes.io", "mykubernetes.io/arch", "example.com/team"]) {
      assert.equal(isLabelOfTypes(key), false, key);
    }
  });
});
