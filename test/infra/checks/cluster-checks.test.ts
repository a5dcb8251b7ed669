import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const production = "production-us-east-1";

describe("node monitoring", () => {
  const monitored = (version?: string) =>
    stackFaults(production, ({ cluster, versions }) => {
      Object.assign((cluster ??= {}), { nodeMonitoring: true });
      const addons = (versions ?? {})["addons"] as Record<string, unknown>;
      if (version !== undefined) addons["eks-node-monitoring-agent"] = version;
    });

  it("needs a version of its add-on", () => {
    assert.deepEqual(monitored(), [
      "versions.addons.eks-node-monitoring-agent: missing, but cluster.nodeMonitoring is on, got nothing; expected v1.6.3-eksbuild.1 or newer; set a version, or turn cluster.nodeMonitoring off",
    ]);
  });

  it("needs a version that takes an affinity, to stay off training nodes", () => {
    assert.deepEqual(monitored("v1.6.2-eksbuild.1"), [
      'versions.addons.eks-node-monitoring-agent: cannot be kept off training nodes, got "v1.6.2-eksbuild.1"; expected v1.6.3-eksbuild.1 or newer; set a version, or turn cluster.nodeMonitoring off',
    ]);
    assert.deepEqual(monitored("v1.7.0-eksbuild.1"), []);
  });
});

describe("node repair", () => {
  const repaired = (nodeRepair: Record<string, unknown>, stack = production) =>
    stackFaults(stack, (values) => {
      values.karpenter = { nodeRepair };
    });

  it("is refused with training tiers, because it ignores their budgets", () => {
    assert.deepEqual(repaired({ enabled: true }), [
      "karpenter.nodeRepair.enabled: also repairs nodes of gpu-training and gpu-training-protected, outside their windows too, got true; expected false, or interruptsTraining: true beside it; turn node repair off, or set interruptsTraining: true to accept it",
    ]);
  });

  it("is accepted when the stack allows it to interrupt training, or has no training tier", () => {
    assert.deepEqual(repaired({ enabled: true, interruptsTraining: true }), []);
    assert.deepEqual(repaired({ enabled: true }, "dev-us-west-2"), []);
  });
});

describe("administrators", () => {
  const person = (changes: Record<string, unknown>) =>
    stackFaults(production, ({ cluster }) => {
      (cluster ??= {})["administrators"] = {
        team: { principalArn: "arn:aws:iam::123456789012:role/team", ...changes },
      };
    });

  it("may edit or view single namespaces only", () => {
    for (const policy of ["AmazonEKSEditPolicy", "AmazonEKSViewPolicy"]) {
      assert.deepEqual(person({ policy, namespaces: ["ml-serving"] }), []);
    }
  });

  it("may not have namespaces with a policy that gives rights outside them", () => {
    assert.deepEqual(person({ namespaces: ["ml-serving"] }), [
      'cluster.administrators.team.namespaces: not for AmazonEKSClusterAdminPolicy, got ["ml-serving"]; expected namespaces only with AmazonEKSEditPolicy or AmazonEKSViewPolicy; choose one of these policies, or remove namespaces',
    ]);
  });
});
