import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costDirectPurchase } from "../../../../policies/rules/cost/cost-direct-purchase";
import { checkBy } from "../../check-program";

const levels = async (type: string, properties: object) =>
  (await checkBy(costDirectPurchase, properties, type)).verdicts.map(({ level }) => level);

describe("cost-direct-purchase", () => {
  for (const [type, properties] of [
    ["aws:ec2/instance:Instance", { instanceType: "g6.xlarge" }],
    ["aws:ec2/launchTemplate:LaunchTemplate", { instanceType: "p5.48xlarge" }],
    ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", { instanceType: "p4d.24xlarge" }],
    [
      "aws:ec2/capacityBlockReservation:CapacityBlockReservation",
      { capacityBlockOfferingId: "cb-0123456789abcdefg", instancePlatform: "Linux/UNIX" },
    ],
    [
      // The offering is found by a call, so its id may not be known at preview.
      "aws:ec2/capacityBlockReservation:CapacityBlockReservation",
      { capacityBlockOfferingId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    ],
    ["aws-native:ec2:LaunchTemplate", { launchTemplateData: { instanceType: "trn1.2xlarge" } }],
    [
      "aws:batch/computeEnvironment:ComputeEnvironment",
      { computeResources: { instanceTypes: ["p5.48xlarge"] } },
    ],
  ] as const) {
    it(`names the accelerators of ${type} with ${JSON.stringify(properties)}`, async () => {
      assert.deepEqual(await levels(type, properties), ["advisory"]);
    });
  }

  it("stops a purchase above the ceiling", async () => {
    const group = {
      maxSize: 100,
      mixedInstancesPolicy: {
        launchTemplate: {
          overrides: [{ instanceType: "g6.xlarge" }, { instanceType: "p5.48xlarge" }],
        },
      },
    };
    assert.deepEqual(await levels("aws:autoscaling/group:Group", group), ["mandatory"]);
  });

  it("leaves types without accelerators and node groups alone", async () => {
    assert.deepEqual(await levels("aws:ec2/instance:Instance", { instanceType: "m7i.large" }), []);
    const group = { instanceTypes: ["p5.48xlarge"] };
    assert.deepEqual(await levels("aws:eks/nodeGroup:NodeGroup", group), []);
  });
});
