import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  controllerTrustPolicy,
  nodeTrustPolicy,
} from "../../../components/karpenter/trust-policies.builder";

describe("nodeTrustPolicy", () => {
  const services = [
    ["aws", "ec2.amazonaws.com"],
    ["aws-us-gov", "ec2.amazonaws.com"],
    ["aws-cn", "ec2.amazonaws.com.cn"],
  ] as const;

  for (const [partition, service] of services) {
    it(`allows only EC2 to assume the role in ${partition}`, () => {
      assert.deepEqual(nodeTrustPolicy(partition), {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
      });
    });
  }
});

describe("controllerTrustPolicy", () => {
  it("requires one service account, and AWS as audience, with IRSA", () => {
    const trust = controllerTrustPolicy({
      kind: "irsa",
      oidcProviderArn:
        "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
      oidcIssuer: "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
      namespace: "kube-system",
      serviceAccount: "karpenter",
    });
    assert.deepEqual(trust, {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated:
              "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub":
                "system:serviceaccount:kube-system:karpenter",
              "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:aud": "sts.amazonaws.com",
            },
          },
        },
      ],
    });
  });

  it("allows the Pod Identity service to assume the role and to tag the session", () => {
    assert.deepEqual(controllerTrustPolicy({ kind: "pod-identity" }), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
        },
      ],
    });
  });
});
