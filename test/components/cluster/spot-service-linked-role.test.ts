import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { SpotServiceLinkedRole } from "../../../components/cluster/spot-service-linked-role";
import { registeredResources, theResource } from "../../support/registered-resources";

describe("SpotServiceLinkedRole", () => {
  it("makes the account's role for Spot instances", async () => {
    const resources = await registeredResources(() => new SpotServiceLinkedRole("spot"));
    assert.deepEqual(theResource(resources, "spot-role").inputs, {
      awsServiceName: "spot.amazonaws.com",
    });
  });

  it("keeps the role when the stack is destroyed, because other stacks use it", async () => {
    const resources = await registeredResources(() => new SpotServiceLinkedRole("spot"));
    assert.equal(theResource(resources, "spot-role").retainOnDelete, true);
  });
});
