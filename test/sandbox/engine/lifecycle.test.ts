import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, it } from "mocha";
import { destroy } from "../../../sandbox/commands/destroy";
import { outputs } from "../../../sandbox/commands/outputs";
import { refresh } from "../../../sandbox/commands/refresh";
import { up } from "../../../sandbox/commands/up";
import { nameOf, titleOf, typeOf } from "../../../command-line/urn";
import { objectKey, saveCloudState } from "../../../sandbox/providers/cloud-state";
import { assertDestroyOrder } from "../../support/destroy-order";
import {
  completedUrns,
  productionStack,
  snapshotOf,
  withSandbox,
  type TestSandbox,
} from "../../support/engine";
import { fixtureStacks } from "../../support/stack-values";

describe("production-us-east-1 in the engine", function () {
  this.timeout(600_000);

  it("is deployed, deployed again without a change, refreshed, read and destroyed in order", () =>
    withSandbox(async (sandbox) => {
      const stackFiles = snapshotOf(fixtureStacks);
      const resources = await deploy(sandbox);
      await deployAgain(sandbox, resources);
      await refreshWithoutChange(sandbox, resources);
      await refreshAfterLoss(sandbox, resources);
      readOutputs(sandbox);
      await takeDown(sandbox, resources);
      assert.deepEqual(snapshotOf(fixtureStacks), stackFiles);
      assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
    }));

  it("reports no fault when it is destroyed without having been deployed", () =>
    withSandbox(async (sandbox) => {
      const context = sandbox.context();
      await destroy(context);
      assert.deepEqual(context.results, [
        "production-us-east-1 is not deployed in the sandbox; there is nothing to destroy",
      ]);
      assert.deepEqual(context.events, []);
      assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
    }));
});

/** Returns how many resources exist, components and providers included. */
async function deploy(sandbox: TestSandbox): Promise<number> {
  const context = sandbox.context();
  await up(context);
  const created = completedUrns(context.events, "create");
  const count = created.length;
  assert.equal(context.notes[0], `Preview of ${productionStack}: ${count} to create`);
  assert.equal(context.notes.at(-1), `Deployment of ${productionStack}: ${count} created`);
  assert.deepEqual(
    context.notes.slice(1, -1).map((line) => line.replace("  created ", "")),
    created.map((urn) => `${typeOf(urn)} ${nameOf(urn)}`),
  );
  const [summary = ""] = context.results;
  assert.match(summary, /^production-us-east-1 is deployed in the sandbox\n/);
  assert.match(
    summary,
    /^gpu-training +training +on-demand +nvidia\.com\/gpu=true:NoSchedule +nvidia\.com\/gpu 32 +90 /m,
  );
  assert.match(
    summary,
    /^gpu-training-protected +Empty: 100% +SUN 02:00 3h America\/New_York +\w+ \d+ \w+ 0[23]:00-0[45]:00 E[SD]T \(07:00-09:00 UTC\)$/m,
  );
  assert.match(summary, /^NodePoolTier +9 +9$/m);
  return count;
}

async function deployAgain(sandbox: TestSandbox, count: number): Promise<void> {
  const context = sandbox.context();
  await up(context);
  assert.deepEqual(context.notes, [
    `Preview of ${productionStack}: no change, ${count} unchanged`,
    `Deployment of ${productionStack}: no change, ${count} unchanged`,
  ]);
}

async function refreshWithoutChange(sandbox: TestSandbox, count: number): Promise<void> {
  const context = sandbox.context();
  await refresh(context);
  assert.deepEqual(context.notes, []);
  assert.deepEqual(context.results, [
    `Refresh of ${productionStack}: no change, ${count} unchanged`,
  ]);
}

/** An object that was deleted by hand in the cloud is noticed by a refresh, and made again by the next up. */
async function refreshAfterLoss(sandbox: TestSandbox, count: number): Promise<void> {
  const cloud = sandbox.cloud();
  const lost = Object.values(cloud.objects).find(({ type }) => type.endsWith(":VpcEndpoint"));
  assert.ok(lost);
  delete cloud.objects[objectKey(lost.type, lost.id)];
  saveCloudState(sandbox.folder.cloud, cloud);

  const refreshing = sandbox.context();
  await refresh(refreshing);
  assert.deepEqual(refreshing.notes, [`  deleted ${titleOf(lost.urn)}`]);
  assert.deepEqual(refreshing.results, [
    `Refresh of ${productionStack}: 1 deleted, ${count - 1} unchanged`,
  ]);

  const deploying = sandbox.context();
  await up(deploying);
  assert.deepEqual(deploying.notes, [
    `Preview of ${productionStack}: 1 to create, ${count - 1} unchanged`,
    `  created ${titleOf(lost.urn)}`,
    `Deployment of ${productionStack}: 1 created, ${count - 1} unchanged`,
  ]);
}

function readOutputs(sandbox: TestSandbox): void {
  const context = sandbox.context();
  outputs(context, true);
  const values = JSON.parse(context.results.join("")) as Record<string, unknown>;
  assert.deepEqual(Object.keys(values).sort(), [
    "clusterName",
    "interruptionQueueName",
    "kubeconfig",
    "nodePools",
    "nodeRoleName",
    "region",
    "vpcId",
  ]);
  assert.equal(values["clusterName"], productionStack);
  assert.equal(values["region"], "us-east-1");
}

async function takeDown(sandbox: TestSandbox, count: number): Promise<void> {
  const context = sandbox.context();
  await destroy(context);
  const [step, ...notes] = context.notes;
  assert.match(
    step ?? "",
    /^production-us-east-1 is protected \(\d+ resources\)\. For a real stack, you take this step first:\n {2}pulumi config set accelerator-platform:protect false --stack production-us-east-1\n {2}pulumi up --stack production-us-east-1\nThe sandbox now takes it, on its own copy of the stack file \(/,
  );
  assert.ok(notes.includes("  updated aws:eks/cluster:Cluster cluster-eksCluster"));
  assert.equal(notes.at(-1), `Destruction of ${productionStack}: ${count} deleted`);
  assert.deepEqual(context.results, [
    "production-us-east-1 is destroyed; nothing is left in the stand-ins' cloud",
  ]);
  assert.deepEqual(assertDestroyOrder(completedUrns(context.events, "delete")), {
    NodePools: 9,
    EC2NodeClasses: 5,
    operators: 2,
    Karpenter: 1,
    "Karpenter's CRDs": 1,
    "Karpenter's AWS side": 31,
    "add-ons after nodes": 3,
    "system nodes": 1,
    "add-ons before nodes": 3,
    "the cluster": 1,
    "the network": 55,
  });
}
