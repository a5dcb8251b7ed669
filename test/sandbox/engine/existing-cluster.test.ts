import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { destroy } from "../../../sandbox/commands/destroy";
import { up } from "../../../sandbox/commands/up";
import { typeOf } from "../../../command-line/urn";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import {
  type CloudObject,
  type CloudState,
  loadCloudState,
  saveCloudState,
} from "../../../sandbox/providers/cloud-state";
import {
  completedUrns,
  withSandbox,
  type TestContext,
  type TestSandbox,
} from "../../support/engine";

const stack = "dev-us-east-1";
const cluster = "Research_1";
const stacksFolder = path.join(__dirname, "../../fixtures/stacks");

/** Every type that is added to an adopted cluster, and its number. */
const comesToTheCluster = {
  "accelerator-platform:gpu-operator:GpuOperator": 1,
  "accelerator-platform:karpenter:ControllerRole": 1,
  "accelerator-platform:karpenter:InterruptionQueue": 1,
  "accelerator-platform:karpenter:Karpenter": 1,
  "accelerator-platform:karpenter:NodeRole": 1,
  "accelerator-platform:neuron:NeuronDevicePlugin": 1,
  "accelerator-platform:node-pools:NodeClass": 2,
  "accelerator-platform:node-pools:NodePoolTier": 2,
  "aws:cloudwatch/eventRule:EventRule": 5,
  "aws:cloudwatch/eventTarget:EventTarget": 5,
  "aws:eks/accessEntry:AccessEntry": 1,
  "aws:iam/policy:Policy": 6,
  "aws:iam/role:Role": 2,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 10,
  "aws:sqs/queue:Queue": 1,
  "aws:sqs/queuePolicy:QueuePolicy": 1,
  "kubernetes:core/v1:Namespace": 1,
  "kubernetes:helm.sh/v3:Release": 4,
  "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": 2,
  "kubernetes:karpenter.sh/v1:NodePool": 2,
  "pulumi:providers:aws": 1,
  "pulumi:providers:kubernetes": 1,
  "pulumi:pulumi:Stack": 1,
};

/** The objects of the cluster. */
const standsBefore = {
  "aws:ec2/subnet:Subnet": 2,
  "aws:ec2/tag:Tag": 1,
  "aws:ec2/vpc:Vpc": 1,
  "aws:eks/addon:Addon": 4,
  "aws:eks/cluster:Cluster": 1,
  "aws:eks/nodeGroup:NodeGroup": 1,
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": 1,
  "aws:iam/role:Role": 2,
};

const madeLine = `Cluster ${cluster} is made in the stand-ins' cloud without the engine, because a real one is older than the stack`;

describe("a cluster that is older than the stack, in the engine", function () {
  this.timeout(600_000);

  it("gets Karpenter, operators and tiers, and is unchanged after they are deleted", () =>
    withSandbox(async (sandbox) => {
      const total = await adopt(sandbox);
      const before = madeByOthers(cloudOf(sandbox));
      assert.deepEqual(countBy(Object.values(before).map(({ type }) => type)), standsBefore);

      const again = contextOf(sandbox);
      await up(again);
      assert.deepEqual(again.notes, [
        `Preview of ${stack}: no change, ${total} unchanged`,
        `Deployment of ${stack}: no change, ${total} unchanged`,
      ]);

      await leave(sandbox, total, before);
      await returnAfterwards(sandbox, total, before);
    }));

  it("is refused with every reason, before anything is made, when it does not fit", () =>
    withSandbox(async (sandbox) => {
      await adopt(sandbox);
      await destroy(contextOf(sandbox));
      changeCluster(sandbox, (outputs) => {
        outputs["version"] = "1.33";
        outputs["accessConfig"] = { authenticationMode: "CONFIG_MAP" };
      });
      const before = cloudOf(sandbox);
      const context = contextOf(sandbox);
      await assert.rejects(up(context), (error: Error) => {
        assert.equal(error.name, "InputFault");
        assert.equal(
          error.message,
          [
            "the preview of dev-us-east-1 was refused:",
            "error: cluster Research_1 cannot be adopted: 2 faults",
            '    versions.kubernetes: not what the cluster runs, got "1.35"; expected "1.33"; correct it, or upgrade the cluster first',
            "    cluster.existing: no access entries, got authentication mode CONFIG_MAP; expected API or API_AND_CONFIG_MAP; run `aws eks update-cluster-config --name Research_1 --access-config authenticationMode=API_AND_CONFIG_MAP`",
          ].join("\n"),
        );
        return true;
      });
      assert.deepEqual(cloudOf(sandbox), before);
    }));
});

/** Deploys. Returns the number of resources of the engine, the stack included. */
async function adopt(sandbox: TestSandbox): Promise<number> {
  const context = contextOf(sandbox);
  await up(context);
  const created = completedUrns(context.events, "create");
  assert.deepEqual(countBy(created.map(typeOf)), comesToTheCluster);
  assert.equal(context.notes[0], madeLine);
  assert.equal(context.notes[1], `Preview of ${stack}: ${created.length} to create`);
  assert.match(context.results[0] ?? "", /^dev-us-east-1 is deployed in the sandbox\n/);
  return created.length;
}

/** Deletes the stack. Objects created outside the engine are unchanged, and nothing else is left. */
async function leave(
  sandbox: TestSandbox,
  total: number,
  before: Readonly<Record<string, CloudObject>>,
): Promise<void> {
  const context = contextOf(sandbox);
  await destroy(context);
  assert.equal(context.notes.at(-1), `Destruction of ${stack}: ${total} deleted`);
  assert.deepEqual(context.results, [
    `${stack} is destroyed; nothing of it is left in the stand-ins' cloud`,
    `Cluster ${cluster} still exists, with its network, nodes and add-ons, because the stack had adopted it. \`npm run sandbox -- destroy ${stack} --reset\` removes it.`,
  ]);
  const cloud = cloudOf(sandbox);
  assert.deepEqual(cloud.objects, before);
  const contents = Object.values(cloud.kubernetes);
  assert.equal(contents.length, 1);
  assert.deepEqual(Object.keys(contents[0]?.objects ?? {}).sort(), [
    "kubernetes:core/v1:Namespace default",
    "kubernetes:core/v1:Namespace kube-node-lease",
    "kubernetes:core/v1:Namespace kube-public",
    "kubernetes:core/v1:Namespace kube-system",
  ]);
  assert.deepEqual(fs.readdirSync(sandboxFolder(sandbox.stateFolder, stack).root), ["cloud.json"]);
}

/** The same cluster can be adopted again. Karpenter's CRDs, which are kept, do not prevent it. */
async function returnAfterwards(
  sandbox: TestSandbox,
  total: number,
  before: Readonly<Record<string, CloudObject>>,
): Promise<void> {
  const context = contextOf(sandbox);
  await up(context);
  assert.equal(context.notes[0], `Preview of ${stack}: ${total} to create`);
  assert.equal(context.notes.at(-1), `Deployment of ${stack}: ${total} created`);
  assert.deepEqual(madeByOthers(cloudOf(sandbox)), before);
  await destroy(contextOf(sandbox));

  const nothing = contextOf(sandbox);
  await destroy(nothing);
  assert.equal(
    nothing.results[0],
    `${stack} is not deployed in the sandbox; there is nothing to destroy`,
  );
  assert.deepEqual(cloudOf(sandbox).objects, before);

  await destroy(contextOf(sandbox, { reset: true }));
  assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
}

function contextOf(sandbox: TestSandbox, overrides: Partial<TestContext> = {}): TestContext {
  return sandbox.context({ stack, stacksFolder, ...overrides });
}

function cloudOf(sandbox: TestSandbox): CloudState {
  const loaded = loadCloudState(sandboxFolder(sandbox.stateFolder, stack).cloud);
  if ("fault" in loaded) throw new Error(loaded.fault);
  return loaded.state;
}

function changeCluster(
  sandbox: TestSandbox,
  change: (outputs: Record<string, unknown>) => void,
): void {
  const cloud = cloudOf(sandbox);
  const object = cloud.objects[`aws:eks/cluster:Cluster ${cluster}`];
  assert.ok(object);
  change(object.outputs);
  saveCloudState(sandboxFolder(sandbox.stateFolder, stack).cloud, cloud);
}

function madeByOthers(cloud: CloudState): Readonly<Record<string, CloudObject>> {
  return Object.fromEntries(
    Object.entries(cloud.objects).filter(([, { urn }]) => urn.startsWith("urn:other-means:")),
  );
}

function countBy(types: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const type of [...types].sort()) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
