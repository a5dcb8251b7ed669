import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { NodeRole } from "../../../components/karpenter/node-role";
import { cloudOutputs } from "../../support/cloud-outputs";
import {
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

describe("NodeRole", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await registeredResources(
      () =>
        new NodeRole("node", {
          clusterName: "prod",
          partition: "aws-cn",
          protect: false,
          tags: {},
        }),
      { stateOf: cloudOutputs },
    );
  });

  it("makes a role with the documented name that EC2 may assume", () => {
    assert.deepEqual(theResource(resources, "node-role").inputs, {
      name: "KarpenterNodeRole-prod",
      description: "Nodes that Karpenter launches for prod",
      assumeRolePolicy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com.cn"},"Action":"sts:AssumeRole"}]}',
      tags: {},
    });
  });

  it("attaches the four policies of a node, with ARNs of the stack's partition", () => {
    const attachments = resources.filter(({ type }) => type.endsWith(":RolePolicyAttachment"));
    assert.deepEqual(Object.fromEntries(attachments.map(({ name, inputs }) => [name, inputs])), {
      "node-cni-attachment": {
        role: "KarpenterNodeRole-prod",
        policyArn: "arn:aws-cn:iam::aws:policy/AmazonEKS_CNI_Policy",
      },
      "node-worker-attachment": {
        role: "KarpenterNodeRole-prod",
        policyArn: "arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      },
      "node-registry-attachment": {
        role: "KarpenterNodeRole-prod",
        policyArn: "arn:aws-cn:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      },
      "node-ssm-attachment": {
        role: "KarpenterNodeRole-prod",
        policyArn: "arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore",
      },
    });
  });

  it("admits nodes by an access entry, which is replaced with the role, and the old entry is deleted first", () => {
    const entry = theResource(resources, "node-access-entry");
    assert.deepEqual(entry.inputs, {
      clusterName: "prod",
      principalArn: "arn:aws:iam::123456789012:role/KarpenterNodeRole-prod",
      type: "EC2_LINUX",
      tags: {},
    });
    assert.deepEqual(entry.dependencies, ["aws:iam/role:Role::node-role"]);
    // The unique id of the role. It changes when the role is deleted and created again.
    assert.equal(entry.replacementTrigger, "AROA:KarpenterNodeRole-prod");
    assert.equal(entry.deleteBeforeReplace, true);
  });
});
