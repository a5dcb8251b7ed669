import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { after, before, describe, it } from "mocha";
import { emptyCloudState } from "../../../sandbox/providers/cloud-state";
import { unknown } from "../../../sandbox/providers/stand-in";
import { EngineStack, type Run } from "./engine-stack";
import {
  crdRelease,
  karpenterRelease,
  keep,
  nodeClass,
  nodePool,
} from "./kubernetes/example-cluster";

/** The values that the program of a test uses. Each run reads them again. */
const settings = { weight: 10, vpcCidr: "10.0.0.0/16", tokenCommand: "aws" };

function program(): Promise<Record<string, pulumi.Output<unknown>>> {
  const vpc = new aws.ec2.Vpc("net", { cidrBlock: settings.vpcCidr });
  const subnetIds = ["a", "b"].map((zone, index) => {
    const place = { cidrBlock: `10.0.${16 * index}.0/20`, availabilityZone: `us-east-1${zone}` };
    return new aws.ec2.Subnet(`private-${zone}`, { vpcId: vpc.id, ...place }).id;
  });
  const cluster = new eks.Cluster("platform", {
    name: "platform",
    vpcId: vpc.id,
    privateSubnetIds: subnetIds,
    authenticationMode: "API",
    accessEntries: { operators: { principalArn: "arn:aws:iam::123456789012:role/operators" } },
    skipDefaultNodeGroup: true,
    useDefaultVpcCni: true,
    corednsAddonOptions: { enabled: false },
    kubeProxyAddonOptions: { enabled: false },
    createOidcProvider: false,
    tags: { team: "ml" },
  });
  const kubeconfig = cluster.kubeconfigJson.apply((text) =>
    text.replace('"command":"aws"', `"command":"${settings.tokenCommand}"`),
  );
  const provider = new kubernetes.Provider("cluster", {
    kubeconfig,
    clusterIdentifier: "platform",
  });
  const crds = new kubernetes.helm.v3.Release("crds", { ...crdRelease, ...keep }, { provider });
  const karpenter = new kubernetes.helm.v3.Release("karpenter", karpenterRelease, {
    provider,
    dependsOn: [crds],
  });
  const Custom = kubernetes.apiextensions.CustomResource;
  const classInputs = nodeClass() as unknown as kubernetes.apiextensions.CustomResourceArgs;
  const classes = new Custom("class", classInputs, { provider, dependsOn: [karpenter] });
  const poolInputs = nodePool({
    weight: settings.weight,
  }) as unknown as kubernetes.apiextensions.CustomResourceArgs;
  new Custom("gpu", poolInputs, { provider, dependsOn: [classes] });
  return Promise.resolve({
    endpoint: cluster.eksCluster.endpoint,
    issuer: cluster.oidcIssuer,
    vpcOfCore: cluster.core.vpcId,
    nodeSecurityGroupId: cluster.nodeSecurityGroupId,
    nodeSecurityGroup: cluster.nodeSecurityGroup.apply((group) => group?.id),
    accountId: aws.getCallerIdentityOutput().accountId,
  });
}

/** The children of the component, by parent, as @pulumi/eks 4.3.0 makes them. */
const childGraph = [
  "eks:index:Cluster::platform → aws:ec2/securityGroup:SecurityGroup::platform-eksClusterSecurityGroup",
  "eks:index:Cluster::platform → aws:ec2/securityGroup:SecurityGroup::platform-nodeSecurityGroup",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksClusterIngressRule",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksClusterInternetEgressRule",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksExtApiServerClusterIngressRule",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksNodeClusterIngressRule",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksNodeIngressRule",
  "eks:index:Cluster::platform → aws:ec2/securityGroupRule:SecurityGroupRule::platform-eksNodeInternetEgressRule",
  "eks:index:Cluster::platform → aws:eks/accessEntry:AccessEntry::platform-operators",
  "eks:index:Cluster::platform → aws:eks/cluster:Cluster::platform-eksCluster",
  "eks:index:Cluster::platform → eks:index:ServiceRole::platform-eksRole",
  "eks:index:Cluster::platform → pulumi:providers:kubernetes::platform-eks-k8s",
  "eks:index:ServiceRole::platform-eksRole → aws:iam/role:Role::platform-eksRole-role",
  "eks:index:ServiceRole::platform-eksRole → aws:iam/rolePolicyAttachment:RolePolicyAttachment::platform-eksRole-4b490823",
];

function outputsOf({ steps }: Run, name: string): Readonly<Record<string, unknown>> {
  const outputs = steps.filter((step) => step.name === name).at(-1)?.outputs;
  assert.ok(outputs, `no step of ${name}`);
  return outputs;
}

describe("the stand-ins under the real engine", function () {
  this.timeout(120_000);
  let stack: EngineStack;

  before(async () => {
    stack = await EngineStack.start(program);
  });

  after(() => stack.stop());

  it("preview a first deployment as real providers do: ids unknown, Kubernetes not configured, nothing made", async () => {
    const run = await stack.preview();
    assert.deepEqual(run.changes, { create: 24 });
    assert.deepEqual(stack.cloud(), emptyCloudState());
    const { arn, cidrBlock, enableDnsSupport } = outputsOf(run, "net");
    assert.deepEqual([arn, cidrBlock, enableDnsSupport], [unknown, "10.0.0.0/16", true]);
    const { endpoint, certificateAuthority, identities } = outputsOf(run, "platform-eksCluster");
    assert.deepEqual([endpoint, certificateAuthority, identities], [unknown, unknown, unknown]);
    assert.deepEqual(outputsOf(run, "gpu"), {});
    assert.deepEqual(outputsOf(run, "crds"), {});
  });

  it("deploy it, with the children that @pulumi/eks makes", async () => {
    const run = await stack.up();
    assert.deepEqual(run.changes, { create: 24 });
    const edges = run.steps
      .filter(({ parent }) => /^eks:index:(Cluster|ServiceRole)::/.test(parent))
      .map(({ parent, type, name }) => `${parent} → ${type}::${name}`);
    assert.deepEqual([...new Set(edges)].sort(), childGraph);
    const { tags } = outputsOf(run, "platform-nodeSecurityGroup");
    assert.deepEqual(tags, {
      Name: "platform-nodeSecurityGroup",
      "kubernetes.io/cluster/platform": "owned",
      team: "ml",
    });
    const outputs = await stack.outputs();
    assert.match(
      String(outputs.endpoint),
      /^https:\/\/[0-9A-F]{32}\.gr7\.us-east-1\.eks\.amazonaws\.com$/,
    );
    assert.match(
      String(outputs.issuer),
      /^oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/,
    );
    assert.match(String(outputs.vpcOfCore), /^vpc-[0-9a-f]{17}$/);
    assert.equal(outputs.nodeSecurityGroup, outputs.nodeSecurityGroupId);
    assert.equal(outputs.accountId, "123456789012");
  });

  it("change nothing the second time, and find no drift", async () => {
    assert.deepEqual((await stack.up()).changes, { same: 24 });
    assert.deepEqual((await stack.refresh()).changes, { same: 24 });
  });

  it("update in place, and know at the preview which values stay", async () => {
    settings.weight = 20;
    const preview = await stack.preview();
    assert.deepEqual(preview.changes, { same: 23, update: 1 });
    assert.equal((outputsOf(preview, "gpu").spec as { weight: number }).weight, 20);
    assert.deepEqual((await stack.up()).changes, { same: 23, update: 1 });
  });

  it("keep every resource when the kubeconfig changes and the cluster identifier stays", async () => {
    settings.tokenCommand = "aws-through-proxy";
    assert.deepEqual((await stack.up()).changes, { same: 23, update: 1 });
  });

  it("show at a preview what a replaced network replaces too, and that nothing in the cluster is replaced", async () => {
    settings.vpcCidr = "10.1.0.0/16";
    const { changes, steps } = await stack.preview();
    settings.vpcCidr = "10.0.0.0/16";
    assert.deepEqual(changes, { replace: 11, same: 11, update: 2 });
    const of = (operation: string): string[] =>
      steps.filter((step) => step.operation === operation).map(({ name }) => name);
    assert.deepEqual(of("replace").sort(), [
      "net",
      "platform-eksClusterIngressRule",
      "platform-eksClusterInternetEgressRule",
      "platform-eksClusterSecurityGroup",
      "platform-eksExtApiServerClusterIngressRule",
      "platform-eksNodeClusterIngressRule",
      "platform-eksNodeIngressRule",
      "platform-eksNodeInternetEgressRule",
      "platform-nodeSecurityGroup",
      "private-a",
      "private-b",
    ]);
    assert.deepEqual([...new Set(of("update"))], ["platform", "platform-eksCluster"]);
  });

  it("destroy everything in the reverse order, and kept CRDs together with the cluster", async () => {
    const run = await stack.destroy();
    assert.deepEqual(run.changes, { delete: 24 });
    assert.deepEqual(stack.cloud(), emptyCloudState());
    const order = ["gpu", "class", "karpenter", "crds", "platform-eksCluster", "private-a", "net"];
    const deleted = run.steps.map(({ name }) => name).filter((name) => order.includes(name));
    assert.deepEqual(deleted, order);
  });
});

describe("the stand-ins' refusals under the real engine", function () {
  this.timeout(60_000);
  let stack: EngineStack;
  let make: () => void = () => undefined;

  before(async () => {
    stack = await EngineStack.start(() => {
      make();
      return Promise.resolve({});
    });
  });

  after(() => stack.stop());

  const refusals: readonly (readonly [string, () => void, RegExp])[] = [
    [
      "a resource type that is not in the table",
      () => new aws.s3.Bucket("models"),
      /aws:s3\/bucket:Bucket: the sandbox does not know this resource type/,
    ],
    [
      "a Kubernetes kind that is not in the table",
      () => new kubernetes.core.v1.Service("web", { spec: {} }),
      /kubernetes:core\/v1:Service: the sandbox does not know this kind/,
    ],
    [
      "an input of eks.Cluster that the component does not honour",
      () => new eks.Cluster("platform", { vpcId: "vpc-1", fargate: true }),
      /property fargate with value '\{true\}' has a problem: is not supported by the sandbox/,
    ],
    [
      "an input that AWS does not take",
      () => new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/8" }),
      /property cidrBlock value \{10\.0\.0\.0\/8\} has a problem: has characters or a form that AWS refuses/,
    ],
    [
      "a function that is not known",
      () => void aws.ec2.getAmiOutput({ owners: ["self"] }),
      /aws:ec2\/getAmi:getAmi: the sandbox does not answer this function/,
    ],
  ];
  for (const [title, program, message] of refusals) {
    it(`stop a preview at ${title}`, async () => {
      make = program;
      await assert.rejects(stack.preview(), message);
      assert.deepEqual(stack.cloud(), emptyCloudState());
    });
  }

  it("allow the preview of a program without a cluster, and stop its deployment where it needs the cluster", async () => {
    make = () => {
      const inputs = nodePool() as unknown as kubernetes.apiextensions.CustomResourceArgs;
      return new kubernetes.apiextensions.CustomResource("gpu", inputs);
    };
    assert.deepEqual((await stack.preview()).changes, { create: 2 });
    await assert.rejects(
      stack.up(),
      /configured Kubernetes cluster is unreachable: the sandbox has no cluster at/,
    );
  });
});
