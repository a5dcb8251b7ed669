import assert from "node:assert/strict";
import { readdirSync } from "node:fs";

import { before, describe, it } from "mocha";

import {
  goldenFile,
  goldenFixtures,
  goldenNameOfFixture,
  leftoverGoldenFiles,
} from "../../dev/golden/golden-files";
import { stackNames } from "../../infra/config/stack-names";
import { assertGolden, goldenFolder } from "../support/golden";
import { platformResources } from "../support/platform";
import { nameOf, type RegisteredResource } from "../support/registered-resources";
import { fixtureStacks, shippedStacks } from "../support/stack-values";

describe("the golden files", () => {
  it("are those of the stacks in stacks/ and of a fixture; `npm run golden` removes others", () => {
    const files = readdirSync(goldenFolder);
    const stacks = [...stackNames(shippedStacks), ...goldenFixtures.map(goldenNameOfFixture)];
    assert.deepEqual(leftoverGoldenFiles(files, stacks), []);
  });
});

const stacks = [
  ...stackNames(shippedStacks).map((stack) => ({ stack, folder: shippedStacks, golden: stack })),
  ...goldenFixtures.map((stack) => ({
    stack,
    folder: fixtureStacks,
    golden: goldenNameOfFixture(stack),
  })),
];

for (const { stack, folder, golden } of stacks) {
  describe(`${golden}, under mocks`, () => {
    let resources: readonly RegisteredResource[];
    before(async () => {
      resources = await platformResources(stack, {}, { folder });
    });

    const inputsOf = (type: string) =>
      Object.fromEntries(
        resources
          .filter((resource) => resource.type === type)
          .map(({ name, inputs }) => [name, inputs]),
      );

    it("registers the golden list of type::name; a changed name is a replacement", () => {
      assertGolden(goldenFile(golden, "resources"), resources.map(nameOf));
    });

    it("renders the golden NodePools", () => {
      assertGolden(
        goldenFile(golden, "node-pools"),
        inputsOf("kubernetes:karpenter.sh/v1:NodePool"),
      );
    });

    it("renders the golden EC2NodeClasses", () => {
      assertGolden(
        goldenFile(golden, "node-classes"),
        inputsOf("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"),
      );
    });
  });
}
