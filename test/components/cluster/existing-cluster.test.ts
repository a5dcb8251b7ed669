import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";

import {
  type ExistingCluster,
  type ExistingClusterArgs,
  readExistingCluster,
} from "../../../components/cluster/existing-cluster";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { registeredResources, type RegisteredResource } from "../../support/registered-resources";
import { stackConfig } from "../../support/stack-values";

const byTag = [{ tags: { "karpenter.sh/discovery": "research" } }];

const args: ExistingClusterArgs = {
  clusterName: "research",
  region: "us-east-1",
  kubernetesVersion: "1.35",
  identity: "irsa",
  zones: ["us-east-1a", "us-east-1b"],
  discovery: { subnetSelectorTerms: byTag, securityGroupSelectorTerms: byTag },
  access: {},
};

const issuer = "oidc.eks.us-east-1.amazonaws.com/id/ABC";

/** Answers of AWS for a cluster that can be adopted. Each test changes one answer. */
const answers: Readonly<Record<string, Record<string, unknown>>> = {
  "aws:eks/getCluster:getCluster": {
    arn: "arn:aws:eks:us-east-1:123456789012:cluster/research",
    status: "ACTIVE",
    tags: { team: "research" },
    version: "1.35",
    endpoint: "https://ABC.gr7.us-east-1.eks.amazonaws.com",
    certificateAuthorities: [{ data: "Y2VydA==" }],
    accessConfigs: [{ authenticationMode: "API" }],
    kubernetesNetworkConfigs: [{ ipFamily: "ipv4" }],
    computeConfigs: [{ enabled: false }],
    identities: [{ oidcs: [{ issuer: `https://${issuer}` }] }],
    vpcConfig: { vpcId: "vpc-1" },
  },
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
    arn: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
    clientIdLists: ["sts.amazonaws.com"],
  },
  "aws:eks/getAddon:getAddon": { addonVersion: "v1.3.10-eksbuild.3" },
  "aws:ec2/getSubnets:getSubnets": { ids: ["subnet-1"] },
  "aws:ec2/getSecurityGroups:getSecurityGroups": { ids: ["sg-1"] },
};

interface Reading {
  readonly cluster?: ExistingCluster;
  /** Message of the error, if the cluster was refused. */
  readonly message?: string;
  readonly calls: readonly pulumi.runtime.MockCallArgs[];
  readonly resources: readonly RegisteredResource[];
}

type Change = (
  call: pulumi.runtime.MockCallArgs,
  answer: Record<string, unknown>,
) => Record<string, unknown>;

async function read(
  changes: Partial<ExistingClusterArgs> = {},
  change: Change = (_call, answer) => answer,
): Promise<Reading> {
  const calls: pulumi.runtime.MockCallArgs[] = [];
  let result: Pick<Reading, "cluster" | "message"> = {};
  const resources = await registeredResources(
    async () => {
      try {
        result = { cluster: await readExistingCluster({ ...args, ...changes }, {}) };
      } catch (error) {
        assert.ok(pulumi.RunError.isInstance(error), String(error));
        result = { message: error.message };
      }
    },
    {
      answerTo: (call) => {
        calls.push(call);
        return change(call, { ...answers[call.token] });
      },
    },
  );
  return { ...result, calls, resources };
}

/** An error of a provider, in the form that the engine gives it to the SDK, which reads `details`. */
function grpcError(details: string): Error {
  return Object.assign(new Error(details), { details });
}

/** Changes the answer of one function. */
function changedAnswer(
  name: string,
  answer: (given: Record<string, unknown>, inputs: Record<string, unknown>) => object,
): Change {
  return ({ token, inputs }, given) =>
    (token.endsWith(`:${name}`)
      ? answer(given, inputs as Record<string, unknown>)
      : given) as Record<string, unknown>;
}

/** Message for a cluster with one fault. */
function only(fault: string): string {
  return `cluster research cannot be adopted: 1 fault\n  ${fault}`;
}

describe("readExistingCluster", () => {
  it("returns what Karpenter and the Kubernetes provider need, and registers no resource", async () => {
    const { cluster, resources, calls } = await read();
    assert.deepEqual(resources, []);
    assert.ok(cluster);
    const { kubeconfig, ...rest } = cluster;
    assert.deepEqual(rest, {
      clusterArn: "arn:aws:eks:us-east-1:123456789012:cluster/research",
      vpcId: "vpc-1",
      oidcProviderArn: `arn:aws:iam::123456789012:oidc-provider/${issuer}`,
      oidcIssuer: issuer,
    });
    assert.match(kubeconfig, /"server":"https:\/\/ABC\.gr7\.us-east-1\.eks\.amazonaws\.com"/);
    assert.deepEqual([...new Set(calls.map(({ token }) => token))].sort(), [
      "aws:ec2/getSecurityGroups:getSecurityGroups",
      "aws:ec2/getSubnets:getSubnets",
      "aws:eks/getCluster:getCluster",
      "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider",
    ]);
  });

  it("reads the agent and no OIDC provider where the stack uses Pod Identity", async () => {
    const { cluster, calls } = await read({ identity: "pod-identity" });
    assert.equal(cluster?.oidcProviderArn, undefined);
    const asked = calls.map(({ token }) => token);
    assert.ok(asked.includes("aws:eks/getAddon:getAddon"));
    assert.ok(!asked.some((token) => token.includes("getOpenIdConnectProvider")));
  });

  it("queries EC2 as Karpenter will: one query for all ids, and one for each set of tags", async () => {
    const { calls } = await read({
      zones: ["us-east-1a"],
      discovery: {
        subnetSelectorTerms: [{ id: "subnet-1" }, { id: "subnet-2" }],
        securityGroupSelectorTerms: [{ tags: { team: "research", stage: "*" } }],
      },
    });
    const filters = (name: string) =>
      calls
        .filter(({ token }) => token.endsWith(name))
        .map(({ inputs }) => (inputs as { readonly filters: unknown }).filters);
    assert.deepEqual(filters(":getSubnets"), [
      [
        { name: "vpc-id", values: ["vpc-1"] },
        { name: "availability-zone", values: ["us-east-1a"] },
        { name: "subnet-id", values: ["subnet-1", "subnet-2"] },
      ],
    ]);
    assert.deepEqual(filters(":getSecurityGroups"), [
      [
        { name: "vpc-id", values: ["vpc-1"] },
        { name: "tag:team", values: ["research"] },
        { name: "tag:stage", values: ["*"] },
      ],
    ]);
  });

  it("repeats the message of AWS when the cluster does not exist", async () => {
    const { message } = await read({}, ({ token }, answer) => {
      if (!token.endsWith(":getCluster")) return answer;
      throw grpcError(
        "1 error occurred:\n\t* reading EKS Cluster (research): couldn't find resource\n\n",
      );
    });
    assert.equal(
      message,
      "cluster.name: cannot be read in us-east-1 (reading EKS Cluster (research): couldn't find resource), " +
        'got "research"; expected a cluster that exists; correct name, region or account, or remove cluster.existing to have one made',
    );
  });

  it("refuses another Kubernetes version", async () => {
    const { message } = await read(
      {},
      changedAnswer("getCluster", (given) => ({ ...given, version: "1.34" })),
    );
    assert.equal(
      message,
      only(
        'versions.kubernetes: not what the cluster runs, got "1.35"; expected "1.34"; correct it, or upgrade the cluster first',
      ),
    );
  });

  it("refuses a cluster without access entries, and one that is not active yet", async () => {
    const { message } = await read(
      {},
      changedAnswer("getCluster", (given) => ({
        ...given,
        status: "CREATING",
        accessConfigs: [{ authenticationMode: "CONFIG_MAP" }],
      })),
    );
    assert.equal(
      message,
      "cluster research cannot be adopted: 2 faults\n" +
        "  cluster.name: not ready, got status CREATING; expected ACTIVE; wait until it is\n" +
        "  cluster.existing: no access entries, got authentication mode CONFIG_MAP; expected API or API_AND_CONFIG_MAP; run `aws eks update-cluster-config --name research --access-config authenticationMode=API_AND_CONFIG_MAP`",
    );
    for (const authenticationMode of ["API", "API_AND_CONFIG_MAP"]) {
      const { cluster } = await read(
        {},
        changedAnswer("getCluster", (given) => ({
          ...given,
          status: "UPDATING",
          accessConfigs: [{ authenticationMode }],
        })),
      );
      assert.ok(cluster, authenticationMode);
    }
  });

  it("refuses a cluster with EKS Auto Mode, and one with IPv6 pods", async () => {
    const { message } = await read(
      {},
      changedAnswer("getCluster", (given) => ({
        ...given,
        kubernetesNetworkConfigs: [{ ipFamily: "ipv6" }],
        computeConfigs: [{ enabled: true, nodePools: ["system"] }],
      })),
    );
    assert.equal(
      message,
      "cluster research cannot be adopted: 2 faults\n" +
        "  cluster.existing: EKS Auto Mode runs its own Karpenter, got compute config enabled; expected a cluster without Auto Mode; turn it off there, or take another cluster\n" +
        "  cluster.existing: pods have no IPv4 address, got IP family ipv6; expected ipv4, because the role of Karpenter's nodes cannot assign other addresses; take another cluster",
    );
    const { cluster } = await read(
      {},
      changedAnswer(
        "getCluster",
        ({ kubernetesNetworkConfigs: _, computeConfigs: __, ...given }) => given,
      ),
    );
    assert.ok(cluster, "AWS says neither of every cluster");
  });

  it("refuses a cluster that a stack of this program made, because that stack would delete it", async () => {
    const own = platformSpec(stackConfig("production-us-east-1")).tags["managed-by"] ?? "";
    const { message } = await read(
      {},
      changedAnswer("getCluster", (given) => ({ ...given, tags: { "managed-by": own } })),
    );
    assert.equal(
      message,
      only(
        "cluster.existing: made by a stack of this program, got the tag managed-by: accelerator-platform; expected a cluster that no stack of this program made; remove cluster.existing, or remove the tag when no stack has the cluster in its state",
      ),
    );
  });

  it("refuses irsa without an OIDC provider of the issuer, and with a provider for another audience", async () => {
    const url = `https://${issuer}`;
    const missing = await read({}, ({ token }, answer) => {
      if (!token.endsWith(":getOpenIdConnectProvider")) return answer;
      throw grpcError(
        `1 error occurred:\n\t* finding IAM OIDC Provider by url (${url}): not found\n\n`,
      );
    });
    const expected = `got "irsa"; expected one for ${url} with the client id sts.amazonaws.com; run \`eksctl utils associate-iam-oidc-provider --cluster research --approve\`, or choose pod-identity`;
    assert.equal(
      missing.message,
      only(
        `karpenter.identity: no IAM OIDC provider of the cluster (finding IAM OIDC Provider by url (${url}): not found), ${expected}`,
      ),
    );
    const foreign = await read(
      {},
      changedAnswer("getOpenIdConnectProvider", (given) => ({
        ...given,
        clientIdLists: ["sigstore"],
      })),
    );
    assert.equal(
      foreign.message,
      only(
        `karpenter.identity: no IAM OIDC provider of the cluster (${url} is for sigstore), ${expected}`,
      ),
    );
  });

  it("refuses pod-identity without the Pod Identity Agent", async () => {
    const { message } = await read({ identity: "pod-identity" }, ({ token }, answer) => {
      if (!token.endsWith(":getAddon")) return answer;
      throw grpcError(
        "1 error occurred:\n\t* reading EKS Add-On (research:eks-pod-identity-agent): couldn't find resource\n\n",
      );
    });
    assert.equal(
      message,
      only(
        "karpenter.identity: no Pod Identity Agent (reading EKS Add-On (research:eks-pod-identity-agent): couldn't find resource), " +
          'got "pod-identity"; expected the add-on eks-pod-identity-agent; run `aws eks create-addon --cluster-name research --addon-name eks-pod-identity-agent`, or choose irsa',
      ),
    );
  });

  it("names the missing permissions when it cannot read the network", async () => {
    const { message } = await read({}, ({ token }, answer) => {
      if (!token.endsWith(":getSubnets")) return answer;
      throw grpcError("1 error occurred:\n\t* reading EC2 Subnets: UnauthorizedOperation\n\n");
    });
    assert.equal(
      message,
      "cluster.existing: the cluster's network cannot be read, got reading EC2 Subnets: UnauthorizedOperation; expected subnets and security groups; give the deploying role ec2:DescribeSubnets and ec2:DescribeSecurityGroups",
    );
  });

  it("refuses a zone without a subnet for Karpenter, and a cluster without a security group for nodes", async () => {
    const { message } = await read({}, ({ token, inputs }, answer) => {
      const inB = JSON.stringify(inputs).includes("us-east-1b");
      const isEmpty = token.endsWith(":getSecurityGroups") || (token.endsWith("Subnets") && inB);
      return isEmpty ? { ids: [] } : answer;
    });
    assert.equal(
      message,
      "cluster research cannot be adopted: 2 faults\n" +
        "  cluster.existing.subnets: none in a zone of the stack, got nothing in us-east-1b for karpenter.sh/discovery=research; expected a subnet of the cluster's VPC in each zone; tag them, name them in cluster.existing.subnets, or take the zone out of network.zones\n" +
        "  cluster.existing.securityGroups: none found, got nothing for karpenter.sh/discovery=research; expected the group of the cluster's nodes; tag it, or name it in cluster.existing.securityGroups",
    );
  });
});
