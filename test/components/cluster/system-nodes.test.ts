import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { SystemNodes, type SystemNodesArgs } from "../../../components/cluster/system-nodes";
import { nameOf, registeredResources, theResource } from "../../support/registered-resources";

const nodes = (changes: Partial<SystemNodesArgs> = {}) =>
  registeredResources(
    () =>
      new SystemNodes("system-nodes", {
        clusterName: "production",
        region: "us-east-1",
        kubernetesVersion: "1.35",
        instanceType: "m7i.large",
        count: 3,
        subnetIds: ["subnet-1", "subnet-2"],
        tags: { team: "ml" },
        ...changes,
      }),
    {
      stateOf: ({ type }) =>
        type.endsWith(":LaunchTemplate") ? { latestVersion: 1 } : { arn: "arn" },
    },
  );

describe("SystemNodes", () => {
  it("makes an on-demand node group with the label and the taint for operators", async () => {
    assert.deepEqual(theResource(await nodes(), "system-nodes-group").inputs, {
      clusterName: "production",
      nodeRoleArn: "arn",
      subnetIds: ["subnet-1", "subnet-2"],
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      instanceTypes: ["m7i.large"],
      version: "1.35",
      scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 3 },
      updateConfig: { maxUnavailable: 1 },
      labels: { "node-group": "system" },
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      launchTemplate: { id: "system-nodes-template-id", version: "1" },
    });
  });

  it("requires IMDSv2 with hop limit 1, and encrypts the volume", async () => {
    const { inputs } = theResource(await nodes(), "system-nodes-template");
    assert.deepEqual(inputs["metadataOptions"], {
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
    assert.deepEqual(inputs["blockDeviceMappings"], [
      {
        deviceName: "/dev/xvda",
        ebs: { volumeType: "gp3", volumeSize: 50, encrypted: "true", deleteOnTermination: "true" },
      },
    ]);
  });

  it("encrypts the volume with the given key", async () => {
    const volumeKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1";
    const { inputs } = theResource(await nodes({ volumeKeyArn }), "system-nodes-template");
    assert.deepEqual(inputs["blockDeviceMappings"], [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: 50,
          encrypted: "true",
          kmsKeyId: "arn:aws:kms:us-east-1:123456789012:key/1",
          deleteOnTermination: "true",
        },
      },
    ]);
  });

  it("attaches four policies before it makes the group, and detaches them after the group is deleted", async () => {
    const resources = await nodes();
    const attachments = resources.filter(({ type }) => type.endsWith(":RolePolicyAttachment"));
    assert.deepEqual(
      attachments.map(({ inputs }) => inputs["policyArn"]),
      [
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
        "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      ],
    );
    const { dependencies } = theResource(resources, "system-nodes-group");
    assert.deepEqual(
      attachments.map(nameOf).filter((name) => !dependencies.includes(name)),
      [],
    );
  });
});
