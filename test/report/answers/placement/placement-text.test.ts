import assert from "node:assert/strict";
import { describe, it } from "mocha";

import type { Landing } from "../../../../report/answers/placement/landing";
import type { PlacementStep } from "../../../../report/answers/placement/placement";
import { landingText, stepText } from "../../../../report/answers/placement/placement-text";

function landing(families: readonly string[], capacityType: Landing["capacityType"]): Landing {
  return { pool: "gpu", capacityType, families, instanceTypes: [], zones: [], nodes: 1, pods: 1 };
}

function step(...landings: readonly Landing[]): PlacementStep {
  return { landings, pendingPods: 0, refusals: [] };
}

describe("a landing in words", () => {
  it("names the families and how they are bought", () => {
    assert.equal(landingText(landing(["g5"], "spot")), "g5 Spot");
    assert.equal(landingText(landing(["g5", "g6"], "on-demand")), "g5 and g6 on-demand");
    assert.equal(
      landingText(landing(["p4d", "p5", "p5e"], "reserved")),
      "p4d, p5 and p5e reserved",
    );
    assert.equal(landingText(landing([], "spot")), " Spot");
  });

  it("names up to four families, and the first three of five", () => {
    const families = ["g4dn", "g6", "g5", "g6e", "g5g"];
    assert.equal(landingText(landing(families.slice(0, 4), "spot")), "g4dn, g6, g5 and g6e Spot");
    assert.equal(landingText(landing(families, "spot")), "g4dn, g6, g5 and 2 more families Spot");
  });
});

describe("a step in words", () => {
  it("names every landing if the pods land in several places", () => {
    assert.equal(
      stepText(step(landing(["g5"], "spot"), landing(["g4dn"], "on-demand"))),
      "g5 Spot and g4dn on-demand",
    );
  });
});
