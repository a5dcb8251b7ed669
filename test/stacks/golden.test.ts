import { before, describe, it } from "mocha";

import { stackNames } from "../../infra/config/stack-names";
import { assertGolden } from "../support/golden";
import { platformResources } from "../support/platform";
import { nameOf, type RegisteredResource } from "../support/registered-resources";
import { stacksFolder } from "../support/stack-values";

for (const stack of stackNames(stacksFolder)) {
  describe(`${stack}, under mocks`, () => {
    let resources: readonly RegisteredResource[];
    before(async () => {
      resources = await platformResources(stack);
    });

    const inputsOf = (type: string) =>
      Object.fromEntries(
        resources
          .filter((resource) => resource.type === type)
          .map(({ name, inputs }) => [name, inputs]),
      );

    it("registers the golden list of type::name; a changed name is a replacement", () => {
      assertGolden(`${stack}.resources`, resources.map(nameOf));
    });

    it("renders the golden NodePools", () => {
      assertGolden(`${stack}.node-pools`, inputsOf("kubernetes:karpenter.sh/v1:NodePool"));
    });

    it("renders the golden EC2NodeClasses", () => {
      assertGolden(
        `${stack}.node-classes`,
        inputsOf("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass"),
      );
    });
  });
}
