import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { EksCluster, type EksClusterArgs } from "../../../components/cluster/eks-cluster";
import { nameOf, registeredResources, theResource } from "../../support/registered-resources";

const args: EksClusterArgs = {
  clusterName: "production",
  region: "us-east-1",
  kubernetesVersion: "1.35",
  vpcId: "vpc-1",
  controlPlaneSubnetIds: ["subnet-1", "subnet-2"],
  publicAccessCidrs: [],
  privateAccessCidrs: ["10.40.0.0/16"],
  supportType: "EXTENDED",
  administrators: {},
  protect: true,
  tags: { team: "ml" },
};

const addonOff = {
  enabled: false,
  resolveConflictsOnCreate: "OVERWRITE",
  resolveConflictsOnUpdate: "OVERWRITE",
};

const cluster = (changes: Partial<EksClusterArgs> = {}) =>
  registeredResources(() => new EksCluster("cluster", { ...args, ...changes }), {
    stateOf: ({ type }) =>
      type === "eks:index:Cluster"
        ? {
            kubeconfigJson: "{}",
            eksCluster: {
              name: "production",
              arn: "arn:aws:eks:us-east-1:123456789012:cluster/production",
              identities: [
                { oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC" }] },
              ],
              vpcConfig: { clusterSecurityGroupId: "sg-1" },
            },
          }
        : type === "aws:kms/key:Key"
          ? { arn: "arn:aws:kms:us-east-1:123456789012:key/1", keyId: "1" }
          : {},
  });

describe("EksCluster", () => {
  it("makes a private, encrypted, logged control plane without nodes and add-ons", async () => {
    const { inputs, protect } =
      (await cluster()).find(({ type }) => type === "eks:index:Cluster") ?? {};
    assert.equal(protect, true);
    assert.deepEqual(inputs, {
      name: "production",
      version: "1.35",
      vpcId: "vpc-1",
      subnetIds: ["subnet-1", "subnet-2"],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      authenticationMode: "API",
      encryptionConfigKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1",
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      upgradePolicy: { supportType: "EXTENDED" },
      deletionProtection: true,
      createOidcProvider: false,
      providerCredentialOpts: {},
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      // The SDK adds the second and the third key of each by default.
      corednsAddonOptions: addonOff,
      kubeProxyAddonOptions: addonOff,
      tags: { team: "ml" },
    });
  });

  it("opens the public endpoint only to the given networks", async () => {
    const resources = await cluster({ publicAccessCidrs: ["203.0.113.0/24"] });
    const { inputs } = resources.find(({ type }) => type === "eks:index:Cluster") ?? {};
    assert.equal(inputs?.["endpointPublicAccess"], true);
    assert.deepEqual(inputs?.["publicAccessCidrs"], ["203.0.113.0/24"]);
  });

  it("turns off deletion protection and Pulumi's protection together", async () => {
    const resources = await cluster({ protect: false });
    const { inputs, protect } = resources.find(({ type }) => type === "eks:index:Cluster") ?? {};
    assert.equal(protect, false);
    assert.equal(inputs?.["deletionProtection"], false);
    assert.deepEqual(resources.filter((resource) => resource.protect).map(nameOf), []);
  });

  it("admits the VPC and connected networks to the private endpoint", async () => {
    const resources = await cluster({ privateAccessCidrs: ["10.40.0.0/16", "192.168.0.0/24"] });
    assert.deepEqual(theResource(resources, "cluster-private-endpoint").inputs, {
      type: "ingress",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["10.40.0.0/16", "192.168.0.0/24"],
      securityGroupId: "sg-1",
      description: "Kubernetes API from the VPC and connected networks",
    });
  });

  it("tags the cluster's security group for Karpenter's discovery", async () => {
    assert.deepEqual(theResource(await cluster(), "cluster-security-group-discovery").inputs, {
      resourceId: "sg-1",
      key: "karpenter.sh/discovery",
      value: "production",
    });
  });

  it("makes an OIDC provider of the cluster's issuer for the roles of service accounts", async () => {
    assert.deepEqual(theResource(await cluster(), "cluster-oidc").inputs, {
      url: "https://oidc.eks.us-east-1.amazonaws.com/id/ABC",
      clientIdLists: ["sts.amazonaws.com"],
    });
  });

  it("gives an administrator an access entry and a policy of the region's partition", async () => {
    const administrators = {
      "platform-team": {
        principalArn: "arn:aws-cn:iam::123456789012:role/platform",
        policy: "AmazonEKSClusterAdminPolicy",
      },
    };
    const resources = await cluster({ region: "cn-north-1", administrators });
    const inputs = (type: string) =>
      resources.find(
        (resource) => resource.type === type && resource.name === "cluster-platform-team",
      )?.inputs;
    assert.deepEqual(inputs("aws:eks/accessEntry:AccessEntry"), {
      clusterName: "production",
      principalArn: "arn:aws-cn:iam::123456789012:role/platform",
      type: "STANDARD",
    });
    assert.deepEqual(inputs("aws:eks/accessPolicyAssociation:AccessPolicyAssociation"), {
      clusterName: "production",
      principalArn: "arn:aws-cn:iam::123456789012:role/platform",
      policyArn: "arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
  });

  it("limits an administrator to the given namespaces", async () => {
    const administrators = {
      "ml-team": {
        principalArn: "arn:aws:iam::123456789012:role/ml",
        policy: "AmazonEKSEditPolicy",
        namespaces: ["ml-serving", "ml-training"],
      },
    };
    const resources = await cluster({ administrators });
    const association = resources.find(
      ({ type }) => type === "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    );
    assert.deepEqual(association?.inputs["accessScope"], {
      type: "namespace",
      namespaces: ["ml-serving", "ml-training"],
    });
  });
});
