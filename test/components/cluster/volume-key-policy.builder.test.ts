import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { volumeKeyPolicy } from "../../../components/cluster/volume-key-policy.builder";

// The actions and the condition of the grant come from "Required AWS KMS key policy for use with encrypted volumes",
// https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
const use = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

const serviceLinkedRoles = [
  "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  "arn:aws:iam::123456789012:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
];

describe("volumeKeyPolicy", () => {
  it("allows the account to administer the key, and EC2, Auto Scaling and Spot to launch nodes with it", () => {
    const throughEc2 = {
      "kms:CallerAccount": "123456789012",
      "kms:ViaService": "ec2.us-east-1.amazonaws.com",
    };
    const byRole = {
      StringEquals: { "kms:CallerAccount": "123456789012" },
      ArnEquals: { "aws:PrincipalArn": serviceLinkedRoles },
    };
    const grant = { Bool: { "kms:GrantIsForAWSResource": "true" } };
    assert.deepEqual(
      volumeKeyPolicy({ partition: "aws", region: "us-east-1", accountId: "123456789012" }),
      {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "AccountAdministersTheKey",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Sid: "UseThroughEc2",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: use,
            Resource: "*",
            Condition: { StringEquals: throughEc2 },
          },
          {
            Sid: "GrantsThroughEc2",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "kms:CreateGrant",
            Resource: "*",
            Condition: { StringEquals: throughEc2, ...grant },
          },
          {
            Sid: "UseByServiceLinkedRoles",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: use,
            Resource: "*",
            Condition: byRole,
          },
          {
            Sid: "GrantsByServiceLinkedRoles",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "kms:CreateGrant",
            Resource: "*",
            Condition: { ...byRole, ...grant },
          },
        ],
      },
    );
  });

  it("uses the names of its partition", () => {
    const china = JSON.stringify(
      volumeKeyPolicy({ partition: "aws-cn", region: "cn-north-1", accountId: "123456789012" }),
    );
    assert.match(china, /"ec2\.cn-north-1\.amazonaws\.com\.cn"/);
    assert.match(china, /"arn:aws-cn:iam::123456789012:root"/);
    assert.doesNotMatch(china, /arn:aws:/);
  });

  it("allows no principal outside the account to use the key", () => {
    const { Statement } = volumeKeyPolicy({
      partition: "aws",
      region: "us-east-1",
      accountId: "123456789012",
    });
    const open = Statement.filter(({ Principal }) => JSON.stringify(Principal).includes("*"));
    assert.equal(open.length, 4);
    for (const { Condition } of open) {
      assert.equal(Condition?.["StringEquals"]?.["kms:CallerAccount"], "123456789012");
    }
  });
});
