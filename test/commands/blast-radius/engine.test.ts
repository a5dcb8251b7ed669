import assert from "node:assert/strict";

import type { EngineEvent } from "@pulumi/pulumi/automation";
import { after, before, describe, it } from "mocha";

import { blastsOf } from "../../../commands/blast-radius/blasts";
import { driftsOf } from "../../../commands/blast-radius/drifts";
import { fleetOf, poolsOf } from "../../../commands/blast-radius/fleet";
import { readEvents } from "../../../commands/blast-radius/read-plan";
import { EngineStack } from "../../sandbox/providers/engine-stack";
import { productionStack } from "../../support/engine";
import { openEngine, type OpenEngine } from "../../support/open-engine";
import { deployed, platformDiffs, smallDiffs, type Verdict } from "./diffs";
import { smallFleet, type SmallFleet } from "./small-fleet";

describe("the blast radius of a change of the platform, planned by the engine", function () {
  this.timeout(300_000);
  let engine: OpenEngine;
  before(async () => {
    engine = await openEngine(productionStack);
    await engine.deploy(deployed);
  });
  after(() => engine.close());

  for (const [title, change, verdict] of platformDiffs) {
    it(`${wordOf(verdict)} when ${title}`, async () => {
      const config = change.config ?? ((same) => same);
      const events = await engine.events({
        ...change,
        config: (loaded) => config((deployed.config ?? ((same) => same))(loaded)),
      });
      assertVerdict(events, verdict);
    });
  }
});

describe("the blast radius of a refactoring of someone else's program", function () {
  this.timeout(300_000);
  let settings: SmallFleet = {};
  let stack: EngineStack;
  before(async () => {
    stack = await EngineStack.start(() => smallFleet(settings)());
    await stack.up();
  });
  after(() => stack.stop());

  for (const [title, change, verdict] of smallDiffs) {
    it(`${wordOf(verdict)} when ${title}`, async () => {
      settings = change;
      assertVerdict((await stack.preview()).events, verdict);
    });
  }
});

function wordOf({ stops }: Verdict): string {
  return stops.length > 0 ? "stops it" : "lets it pass";
}

function assertVerdict(events: readonly EngineEvent[], verdict: Verdict): void {
  const changes = readEvents(JSON.parse(JSON.stringify(events)) as unknown[]);
  const fleet = fleetOf(changes);
  const stops = blastsOf(fleet).map(({ effect, name }) => `${effect} ${name}`);
  assert.deepEqual(stops.sort(), [...verdict.stops].sort());
  if (verdict.drifts === undefined && verdict.stops.length > 0) return;
  const drifting = driftsOf(fleet).map(({ pool }) => pool.object);
  const every = poolsOf(fleet).map(({ object }) => object);
  const expected = verdict.drifts?.includes("every pool") === true ? every : (verdict.drifts ?? []);
  assert.deepEqual(drifting.sort(), [...expected].sort());
}
