import assert from "node:assert/strict";
import fs from "node:fs";

import { before, describe, it } from "mocha";

import { stackNames } from "../../../infra/config/stack-names";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { destroy } from "../../../sandbox/commands/destroy";
import { up } from "../../../sandbox/commands/up";
import { nameOf, typeOf } from "../../../sandbox/engine/urn";
import { assertDestroyOrder } from "../../support/destroy-order";
import {
  completedUrns,
  productionStack,
  withSandbox,
  type TestSandbox,
} from "../../support/engine";
import { stackConfig, stacksFolder } from "../../support/stack-values";

/** Every stack file but the one that lifecycle.test.ts deploys. */
const stacks = stackNames(stacksFolder).filter((stack) => stack !== productionStack);

/** The pools of the workshop labs and of the GPU guide, by the names they have there. */
const poolsOfTheGuides = [
  "gpu-general",
  "gpu-inference",
  "gpu-spot-inference",
  "gpu-tier1-g5-spot",
  "gpu-tier2-g4dn-spot",
  "gpu-tier3-g5-ondemand",
  "gpu-training",
  "gpu-training-protected",
  "inferentia",
  "inferentia-inf2",
  "multi-arch",
  "trainium-trn1",
  "x86-cpu-karpenter",
];

/** Two stacks at once: an engine waits for its stand-ins about half of the time. */
const stacksAtOnce = 2;

describe("every stack in the engine", function () {
  this.timeout(900_000);
  const runs = new Map<string, Promise<void>>();
  before(() => startAll(runs));

  for (const stack of stacks) {
    it(`deploys ${stack}, changes nothing the second time and takes it down in order`, async () => {
      const run = runs.get(stack);
      assert.ok(run);
      await run;
    });
  }

  // What a stack file names is what the test above, or lifecycle.test.ts, finds in the engine.
  it("brings up every pool of the guides in one stack or another", () => {
    const shipped = new Set(
      stackNames(stacksFolder).flatMap((stack) => Object.keys(stackConfig(stack).tiers)),
    );
    assert.deepEqual(
      poolsOfTheGuides.filter((pool) => !shipped.has(pool)),
      [],
    );
  });
});

/** Starts all, so many at once; each one's end is a promise of its own. */
function startAll(runs: Map<string, Promise<void>>): void {
  const lanes: Promise<void>[] = Array.from({ length: stacksAtOnce }, () => Promise.resolve());
  stacks.forEach((stack, index) => {
    const lane = index % stacksAtOnce;
    const run = (lanes[lane] ?? Promise.resolve()).then(() => withSandbox(lifeOf(stack)));
    runs.set(stack, run);
    lanes[lane] = run.catch(() => undefined);
  });
}

function lifeOf(stack: string) {
  return async (sandbox: TestSandbox): Promise<void> => {
    const created = await deploy(sandbox, stack);
    await deployAgain(sandbox, stack, created.length);
    const deleted = await takeDown(sandbox, stack);
    assert.deepEqual([...deleted].sort(), [...created].sort());
    assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
  };
}

async function deploy(sandbox: TestSandbox, stack: string): Promise<readonly string[]> {
  const context = sandbox.context({ stack });
  await up(context);
  const created = completedUrns(context.events, "create");
  assert.equal(context.notes[0], `Preview of ${stack}: ${created.length} to create`);
  assert.equal(context.notes.at(-1), `Deployment of ${stack}: ${created.length} created`);
  const pools = created
    .filter((urn) => typeOf(urn) === "kubernetes:karpenter.sh/v1:NodePool")
    .map((urn) => nameOf(urn));
  const expected = Object.keys(stackConfig(stack).tiers).map((tier) => `${tier}-node-pool`);
  assert.deepEqual(pools.sort(), expected.sort());
  return created;
}

async function deployAgain(sandbox: TestSandbox, stack: string, count: number): Promise<void> {
  const context = sandbox.context({ stack });
  await up(context);
  assert.deepEqual(context.notes, [
    `Preview of ${stack}: no change, ${count} unchanged`,
    `Deployment of ${stack}: no change, ${count} unchanged`,
  ]);
}

async function takeDown(sandbox: TestSandbox, stack: string): Promise<readonly string[]> {
  const context = sandbox.context({ stack });
  await destroy(context);
  const deleted = completedUrns(context.events, "delete");
  assert.equal(context.notes.at(-1), `Destruction of ${stack}: ${deleted.length} deleted`);
  assert.deepEqual(context.results, [
    `${stack} is destroyed; nothing is left in the stand-ins' cloud`,
  ]);
  const { tiers, nodeClasses } = platformSpec(stackConfig(stack));
  const accelerators = new Set(tiers.flatMap(({ profile }) => profile.accelerator ?? []));
  const counts = assertDestroyOrder(deleted);
  assert.equal(counts["NodePools"], tiers.length);
  assert.equal(counts["EC2NodeClasses"], nodeClasses.length);
  assert.ok((counts["operators"] ?? 0) >= accelerators.size);
  for (const [group, count] of Object.entries(counts)) {
    if (group !== "operators") assert.ok(count > 0, `${stack} has nothing of ${group}`);
  }
  return deleted;
}
