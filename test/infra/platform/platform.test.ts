import assert from "node:assert/strict";

import { before, describe, it } from "mocha";

import { outlastedBy } from "../../support/dependency-graph";
import { platformResources } from "../../support/platform";
import { stackConfig } from "../../support/stack-values";
import { nameOf, type RegisteredResource } from "../../support/registered-resources";

const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";

describe("createPlatform", () => {
  let resources: readonly RegisteredResource[];
  before(async () => {
    resources = await platformResources("production-us-east-1");
  });

  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const named = (pattern: RegExp) => resources.filter((resource) => pattern.test(nameOf(resource)));

  /** Asserts that each of the first goes before each of the second at destroy. */
  function assertGoesBefore(
    first: readonly RegisteredResource[],
    second: readonly RegisteredResource[],
  ): void {
    assert.ok(first.length > 0 && second.length > 0, "an empty side proves nothing");
    for (const resource of first) {
      const outlasting = outlastedBy(resources, resource);
      const missing = second.map(nameOf).filter((name) => !outlasting.has(name));
      assert.deepEqual(missing, [], `${nameOf(resource)} does not go before these`);
    }
  }

  const operators = () => named(/^kubernetes:helm.*::(gpu-operator|neuron)-release$/);
  const karpenter = () => named(/::karpenter-release$/);
  const crds = () => named(/::karpenter-crd-release$/);
  const karpenterInAws = () =>
    named(/^aws:(iam|sqs|cloudwatch|eks)\/.*::karpenter-(node|controller|interruption)-/);
  const addonsAfter = () => named(/^aws:eks\/addon.*::addons-after-nodes-/);
  const systemNodes = () => ofType("aws:eks/nodeGroup:NodeGroup");
  const addonsBefore = () => named(/^aws:eks\/addon.*::addons-before-nodes-/);
  const cluster = () => ofType("eks:index:Cluster");
  const routes = () => named(/^aws:ec2\/(route|routeTableAssociation):.*::network-private-/);

  it("deletes each NodePool before its own node class", () => {
    for (const pool of ofType(nodePool)) {
      const spec = pool.inputs["spec"] as {
        template: { spec: { nodeClassRef: { name: string } } };
      };
      const own = named(
        new RegExp(
          `EC2NodeClass::node-class-${spec.template.spec.nodeClassRef.name}-ec2-node-class$`,
        ),
      );
      assert.equal(own.length, 1);
      assertGoesBefore([pool], own);
    }
  });

  it("deletes NodePools and node classes before the operators", () => {
    assertGoesBefore([...ofType(nodePool), ...ofType(nodeClass)], operators());
  });

  it("deletes the operators before Karpenter", () => {
    assertGoesBefore(operators(), karpenter());
  });

  it("deletes Karpenter before its CRDs", () => {
    assertGoesBefore(karpenter(), crds());
  });

  it("deletes the CRDs before Karpenter's identity, policies, queue, rules and node role", () => {
    assert.equal(karpenterInAws().length, 31);
    assertGoesBefore(crds(), karpenterInAws());
  });

  it("deletes Karpenter's AWS resources before the add-ons that need nodes", () => {
    assertGoesBefore(karpenterInAws(), addonsAfter());
  });

  it("deletes the add-ons that need nodes before the system nodes", () => {
    assertGoesBefore(addonsAfter(), systemNodes());
  });

  it("deletes the system nodes before the add-ons that nodes need", () => {
    assertGoesBefore(systemNodes(), addonsBefore());
  });

  it("deletes the add-ons that nodes need before the cluster", () => {
    assertGoesBefore(addonsBefore(), cluster());
  });

  it("deletes the cluster before the routes of its subnets", () => {
    assertGoesBefore(cluster(), routes());
  });

  it("deletes nodes and cluster before the endpoints through which they reach AWS", () => {
    const doors = ofType("aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.equal(doors.length, 5);
    assertGoesBefore([...systemNodes(), ...cluster()], doors);
  });

  it("protects resources with state or running work in production, and none in a stack without protection", async () => {
    const kept = resources.filter((resource) => resource.protect).map(nameOf);
    for (const name of [
      "aws:ec2/vpc:Vpc::network-vpc",
      "aws:kms/key:Key::cluster-secrets",
      "eks:index:Cluster::cluster",
      "kubernetes:helm.sh/v3:Release::karpenter-crd-release",
      "kubernetes:karpenter.sh/v1:NodePool::gpu-training-node-pool",
    ]) {
      assert.ok(kept.includes(name), `${name} is not protected`);
    }
    assert.equal(
      ofType(nodePool).every((pool) => pool.protect),
      true,
    );
    const open = await platformResources("production-us-east-1", { protect: false });
    assert.deepEqual(open.filter((resource) => resource.protect).map(nameOf), []);
  });

  it("lets one tier be deleted and keeps the others protected", async () => {
    const { tiers } = stackConfig("production-us-east-1");
    const one = await platformResources("production-us-east-1", {
      tiers: { ...tiers, "trainium-trn1": { protect: false } },
    });
    const open = one.filter((resource) => resource.type === nodePool && !resource.protect);
    assert.deepEqual(open.map(nameOf), [`${nodePool}::trainium-trn1-node-pool`]);
  });

  it("changes no agent when a tier is removed, so that agents stay on its nodes while they drain", async () => {
    const agents = (all: readonly RegisteredResource[]) =>
      all
        .filter(({ name }) => /^(gpu-operator|neuron)-release$/.test(name))
        .map(({ inputs }) => inputs);
    const { tiers } = stackConfig("production-us-east-1");
    const { "gpu-training": training, "trainium-trn1": trainium, ...rest } = tiers;
    assert.notEqual(training ?? trainium, undefined);
    const fewer = await platformResources("production-us-east-1", { tiers: rest });
    assert.deepEqual(agents(fewer), agents(resources));
  });

  it("gives the Kubernetes provider an identifier that does not depend on the kubeconfig", () => {
    const [provider] = ofType("pulumi:providers:kubernetes");
    assert.equal(provider?.inputs["clusterIdentifier"], "eks/us-east-1/production-us-east-1");
  });

  it("parents every child to a component and leaves only components and providers at the top", () => {
    const top = resources.filter((resource) => resource.parent === "").map(({ type }) => type);
    assert.deepEqual(
      top.filter((type) => !/^(accelerator-platform:|pulumi:providers:)/.test(type)),
      [],
    );
  });

  it("registers outputs for every component", () => {
    const bare = resources
      .filter(({ type }) => type.startsWith("accelerator-platform:"))
      .filter(({ outputs }) => outputs === undefined || Object.keys(outputs).length === 0);
    assert.deepEqual(bare.map(nameOf), []);
  });

  it("keeps every NodePool and node class in plain values, so that policies can read them at preview", async () => {
    const preview = await platformResources("production-us-east-1", {}, { preview: true });
    for (const type of [nodePool, nodeClass]) {
      const planned = preview.filter((resource) => resource.type === type);
      assert.deepEqual(
        planned.map(({ inputs }) => inputs),
        ofType(type).map(({ inputs }) => inputs),
      );
    }
  });
});
