import assert from "node:assert/strict";
import fs from "node:fs";

import { before, describe, it } from "mocha";

import { tierNames } from "../../../components/node-pools/tier-profiles";
import { stackNames } from "../../../infra/config/stack-names";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { destroy } from "../../../sandbox/commands/destroy";
import { up } from "../../../sandbox/commands/up";
import { nameOf, typeOf } from "../../../command-line/urn";
import { assertDestroyOrder } from "../../support/destroy-order";
import {
  completedUrns,
  withSandbox,
  type TestContext,
  type TestSandbox,
} from "../../support/engine";
import { fixtureStacks, shippedStacks, stackConfig } from "../../support/stack-values";

/** A stack and the folder of its file. */
interface DeployedStack {
  readonly stack: string;
  readonly folder: string;
}

const shipped = stacksIn(shippedStacks);
const tiersOf = ({ stack, folder }: DeployedStack) => Object.keys(stackConfig(stack, folder).tiers);
const shippedTiers = new Set(shipped.flatMap(tiersOf));

/** Every stack file in stacks/, and the fixtures that have a tier which no stack in stacks/ has. */
const stacks = [
  ...shipped,
  ...stacksIn(fixtureStacks).filter((one) => tiersOf(one).some((tier) => !shippedTiers.has(tier))),
];

/** Two stacks at the same time, because an engine waits for its stand-ins for about half of the time. */
const stacksAtOnce = 2;

describe("every stack in the engine", function () {
  this.timeout(900_000);
  const runs = new Map<DeployedStack, Promise<void>>();
  before(() => startAll(runs));

  for (const one of stacks) {
    it(`deploys ${one.stack}, changes nothing the second time, and deletes it in order`, async () => {
      const run = runs.get(one);
      assert.ok(run);
      await run;
    });
  }

  it("deploys every tier in at least one stack", () => {
    assert.deepEqual([...new Set(stacks.flatMap(tiersOf))].sort(), [...tierNames].sort());
  });
});

function stacksIn(folder: string): readonly DeployedStack[] {
  return stackNames(folder).map((stack) => ({ stack, folder }));
}

/** Starts all of them, so many at the same time. Each has its own promise. */
function startAll(runs: Map<DeployedStack, Promise<void>>): void {
  const lanes: Promise<void>[] = Array.from({ length: stacksAtOnce }, () => Promise.resolve());
  stacks.forEach((one, index) => {
    const lane = index % stacksAtOnce;
    const run = (lanes[lane] ?? Promise.resolve()).then(() => withSandbox(lifeOf(one)));
    runs.set(one, run);
    lanes[lane] = run.catch(() => undefined);
  });
}

function lifeOf(one: DeployedStack) {
  return async (sandbox: TestSandbox): Promise<void> => {
    const created = await deploy(sandbox, one);
    await deployAgain(sandbox, one, created.length);
    const deleted = await takeDown(sandbox, one);
    assert.deepEqual([...deleted].sort(), [...created].sort());
    assert.deepEqual(fs.readdirSync(sandbox.stateFolder), []);
  };
}

async function deploy(sandbox: TestSandbox, one: DeployedStack): Promise<readonly string[]> {
  const { stack } = one;
  const context = contextOf(sandbox, one);
  await up(context);
  const created = completedUrns(context.events, "create");
  assert.equal(context.notes[0], `Preview of ${stack}: ${created.length} to create`);
  assert.equal(context.notes.at(-1), `Deployment of ${stack}: ${created.length} created`);
  const pools = created
    .filter((urn) => typeOf(urn) === "kubernetes:karpenter.sh/v1:NodePool")
    .map((urn) => nameOf(urn));
  const expected = tiersOf(one).map((tier) => `${tier}-node-pool`);
  assert.deepEqual(pools.sort(), expected.sort());
  return created;
}

function contextOf(sandbox: TestSandbox, { stack, folder }: DeployedStack): TestContext {
  return sandbox.context({ stack, stacksFolder: folder });
}

async function deployAgain(sandbox: TestSandbox, one: DeployedStack, count: number): Promise<void> {
  const { stack } = one;
  const context = contextOf(sandbox, one);
  await up(context);
  assert.deepEqual(context.notes, [
    `Preview of ${stack}: no change, ${count} unchanged`,
    `Deployment of ${stack}: no change, ${count} unchanged`,
  ]);
}

async function takeDown(sandbox: TestSandbox, one: DeployedStack): Promise<readonly string[]> {
  const { stack, folder } = one;
  const context = contextOf(sandbox, one);
  await destroy(context);
  const deleted = completedUrns(context.events, "delete");
  assert.equal(context.notes.at(-1), `Destruction of ${stack}: ${deleted.length} deleted`);
  assert.deepEqual(context.results, [
    `${stack} is destroyed; nothing is left in the stand-ins' cloud`,
  ]);
  const { tiers, nodeClasses } = platformSpec(stackConfig(stack, folder));
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
