import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { parse } from "yaml";

import { configuredTiers } from "../../../infra/resolved/configured-tiers";
import { launchableByTier } from "../../../infra/resolved/launchable-by-tier";
import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { offeredRegions, zonesOffering } from "../../../scheduling/catalogue/offerings";
import { instanceFamilyLabelKey } from "../../../scheduling/requirements/labels";
import type { PlatformConfig } from "../../../infra/config/schema";
import { stackNames } from "../../../infra/config/stack-names";
import { shippedStacks, stackConfig } from "../../support/stack-values";
import { stackFaults } from "../../support/stack-faults";

const page = readFileSync(path.resolve(__dirname, "../../../docs/own-tiers.md"), "utf8");
const block = /```yaml\n# accelerators of 2026\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const documented = parse(block) as {
  readonly "accelerator-platform:tiers": PlatformConfig["tiers"];
};
const tiers = documented["accelerator-platform:tiers"];

const regionsOfStacks = new Set(
  stackNames(shippedStacks).map((stack) => stackConfig(stack, shippedStacks).region),
);

describe("the accelerators of 2026 in docs/own-tiers.md", () => {
  it("are those types, each in a tier of its own", () => {
    const types = Object.fromEntries(
      configuredTiers(tiers).map((tier) => [
        tier.pool,
        [...new Set(launchableByTier(tier).map(({ labels }) => labels[instanceFamilyLabelKey]))],
      ]),
    );
    assert.deepEqual(types, {
      "team-h200": ["p5en"],
      "team-b200": ["p6-b200"],
      "team-l40s": ["g6e"],
      "team-rtx6000": ["g7e"],
      "team-trn1": ["trn1"],
      "team-trn2": ["trn2"],
    });
  });

  for (const tier of configuredTiers(tiers)) {
    const regions = offeredRegions.filter((region) =>
      launchableByTier(tier).some(({ name }) => zonesOffering(name, region).length > 0),
    );
    if (tier.pool === "team-trn2") {
      it("say that Trainium2 is offered in us-east-2 alone, where no shipped stack is", () => {
        assert.deepEqual(regions, ["us-east-2"]);
        assert.equal(regionsOfStacks.has("us-east-2"), false);
        assert.match(page, /\| trn2\.48xlarge .*us-east-2 only, where no shipped stack is/);
      });
      continue;
    }
    it(`launch in the region of a shipped stack, and pass the checks there: ${tier.pool}`, () => {
      assert.ok(regions.some((region) => regionsOfStacks.has(region)));
      assert.deepEqual(
        stackFaults("production-us-east-1", (sections) => {
          sections["tiers"] = { [tier.pool]: tier.overrides };
        }),
        [],
      );
    });
  }

  it("are not those that the page calls impossible: the catalogue does not list them", () => {
    const families = new Set(instanceTypes().map(({ labels }) => labels[instanceFamilyLabelKey]));
    for (const family of ["p6e-gb200", "p6e-gb300", "trn2u", "trn3"]) {
      assert.equal(families.has(family), false, family);
    }
    assert.equal(
      instanceTypes().some(({ name }) => name === "trn2.3xlarge"),
      false,
    );
  });
});
