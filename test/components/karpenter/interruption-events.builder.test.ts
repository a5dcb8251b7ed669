import assert from "node:assert/strict";
import { describe, it } from "mocha";

import {
  interruptionEventNames,
  interruptionEventPatterns,
} from "../../../components/karpenter/interruption-events.builder";

describe("interruptionEventPatterns", () => {
  it("match exactly the five events that Karpenter handles", () => {
    assert.deepEqual(interruptionEventPatterns, {
      ScheduledChange: { source: ["aws.health"], "detail-type": ["AWS Health Event"] },
      SpotInterruption: {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Spot Instance Interruption Warning"],
      },
      Rebalance: {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Instance Rebalance Recommendation"],
      },
      InstanceStateChange: {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Instance State-change Notification"],
      },
      CapacityReservationInterruption: {
        source: ["aws.ec2"],
        "detail-type": ["EC2 Capacity Reservation Instance Interruption Warning"],
      },
    });
  });
});

describe("interruptionEventNames", () => {
  it("lists each event once", () => {
    assert.deepEqual(interruptionEventNames, [
      "ScheduledChange",
      "SpotInterruption",
      "Rebalance",
      "InstanceStateChange",
      "CapacityReservationInterruption",
    ]);
  });
});
