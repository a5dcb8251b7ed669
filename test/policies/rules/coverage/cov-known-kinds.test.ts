import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { covKnownKinds } from "../../../../policies/rules/coverage/cov-known-kinds";
import { checkBy, checkResource, pathsBy } from "../../check-program";

describe("cov-known-kinds", () => {
  for (const type of [
    "kubernetes:karpenter.sh/v1beta1:NodePool",
    "kubernetes:karpenter.sh/v2:NodePool",
    "kubernetes:karpenter.sh/v1:NodePoolList",
    "kubernetes:karpenter.k8s.aws/v1beta1:EC2NodeClass",
  ]) {
    it(`reports ${type} once, and no other rule does`, async () => {
      const { verdicts } = await checkResource({}, type);
      assert.deepEqual(verdicts, [
        { rule: "cov-known-kinds", resource: "pool", path: "apiVersion", level: "mandatory" },
      ]);
    });
  }

  for (const type of [
    "kubernetes:karpenter.sh/v1:NodeClaim",
    "kubernetes:karpenter.sh/v1alpha5:Provisioner",
    "kubernetes:karpenter.k8s.aws/v1:Anything",
    "kubernetes:eks.amazonaws.com/v1:Anything",
  ]) {
    it(`reports ${type}, whatever it contains`, async () => {
      assert.deepEqual(await pathsBy(covKnownKinds, {}, type), ["kind"]);
    });
  }

  for (const type of [
    "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
    "kubernetes:karpenter.sh.example.org/v1:NodeClaim",
    "kubernetes:core/v1:Pod",
  ]) {
    it(`leaves ${type} alone`, async () => {
      assert.deepEqual(await pathsBy(covKnownKinds, {}, type), []);
    });
  }

  it("does not quote the name of a kind that nobody knows", async () => {
    const { messages } = await checkBy(covKnownKinds, {}, "kubernetes:karpenter.sh/v1:Hunter2");
    assert.match(messages[0] ?? "", /got a text of 7 characters;/);
  });
});
