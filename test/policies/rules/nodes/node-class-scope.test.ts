import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodeClassScope } from "../../../../policies/rules/nodes/node-class-scope";
import { nodeClass, nodeClassToken } from "../../../fixtures/resources/node-class";
import { checkBy, pathsBy } from "../../check-program";

describe("node-class-scope", () => {
  it("names an AMI by id as advisory, unless the organisation trusts it", async () => {
    const inspected = nodeClass();
    inspected.spec.amiSelectorTerms = [{ id: "ami-0123456789abcdef0" }];
    const { verdicts } = await checkBy(nodeClassScope, inspected, nodeClassToken);
    assert.deepEqual(
      verdicts.map(({ path, level }) => [path, level]),
      [["spec.amiSelectorTerms[0].id", "advisory"]],
    );
    const trusted = { trustedAmiIds: ["ami-0123456789abcdef0"] };
    assert.deepEqual(await pathsBy(nodeClassScope, inspected, nodeClassToken, trusted), []);
  });

  it("checks the NodeClass of EKS Auto Mode too", async () => {
    const spec = {
      role: "PowerUserAccess",
      advancedNetworking: { associatePublicIPAddress: true },
    };
    assert.deepEqual(
      await pathsBy(nodeClassScope, { spec }, "kubernetes:eks.amazonaws.com/v1:NodeClass"),
      ["spec.role", "spec.advancedNetworking.associatePublicIPAddress"],
    );
  });
});
