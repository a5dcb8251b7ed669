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

describe("administrators", () => {
  const person = (changes: Record<string, unknown>) =>
    stackFaults("dev-us-west-2", ({ cluster }) => {
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

describe("a second administrator", () => {
  const principalArn = "arn:aws:iam::123456789012:role/break-glass";
  const withCluster = (changes: Record<string, unknown>, stack = production) =>
    stackFaults(stack, ({ cluster }) => {
      Object.assign((cluster ??= {}), { soleAdministrator: undefined, ...changes });
    });

  it("is required in production, so that somebody can remove the stack without the deploying role", () => {
    assert.deepEqual(withCluster({}), [
      "cluster.administrators: no second administrator of a production cluster, got []; expected an entry with AmazonEKSClusterAdminPolicy for a role other than the one that deploys; add one, or set cluster.soleAdministrator: true to accept that only the deploying role has access",
    ]);
    assert.deepEqual(withCluster({ administrators: { ops: { principalArn } } }), []);
    assert.deepEqual(withCluster({}, "dev-us-west-2"), []);
  });

  it("has rights in the whole cluster", () => {
    const administrators = { ops: { principalArn, policy: "AmazonEKSAdminPolicy" } };
    assert.match(
      withCluster({ administrators }).join("\n"),
      /^cluster\.administrators: no second administrator .* got \["AmazonEKSAdminPolicy"\];/,
    );
  });

  it("is not required when the stack accepts a sole administrator, which it does not say without need", () => {
    assert.deepEqual(withCluster({ soleAdministrator: true }), []);
    assert.deepEqual(
      withCluster({ soleAdministrator: true, administrators: { ops: { principalArn } } }),
      [
        "cluster.soleAdministrator: has no effect, because administrators has a second one, got true; expected no such key beside a second administrator; remove it",
      ],
    );
  });
});
