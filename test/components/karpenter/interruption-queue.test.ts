import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { InterruptionQueue } from "../../../components/karpenter/interruption-queue";
import { cloudOutputs } from "../../support/cloud-outputs";
import {
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const queueArn = "arn:aws:sqs:us-east-1:123456789012:prod";

describe("InterruptionQueue", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await registeredResources(
      () => new InterruptionQueue("interruption", { clusterName: "prod", tags: { a: "b" } }),
      { stateOf: cloudOutputs },
    );
  });

  it("is encrypted, has the name of the cluster, and keeps an event for five minutes", () => {
    assert.deepEqual(theResource(resources, "interruption-queue").inputs, {
      name: "prod",
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      tags: { a: "b" },
    });
  });

  it("has the queue policy for its own ARN", () => {
    const { inputs } = theResource(resources, "interruption-queue-policy");
    assert.equal(inputs.queueUrl, "https://sqs.us-east-1.amazonaws.com/123456789012/prod");
    const { Statement } = JSON.parse(String(inputs.policy)) as {
      Statement: { Resource: string }[];
    };
    assert.deepEqual(
      Statement.map(({ Resource }) => Resource),
      [queueArn, queueArn],
    );
  });

  const rules = {
    "scheduled-change": [
      "KarpenterScheduledChange-prod",
      '{"source":["aws.health"],"detail-type":["AWS Health Event"]}',
    ],
    "spot-interruption": [
      "KarpenterSpotInterruption-prod",
      '{"source":["aws.ec2"],"detail-type":["EC2 Spot Instance Interruption Warning"]}',
    ],
    rebalance: [
      "KarpenterRebalance-prod",
      '{"source":["aws.ec2"],"detail-type":["EC2 Instance Rebalance Recommendation"]}',
    ],
    "instance-state-change": [
      "KarpenterInstanceStateChange-prod",
      '{"source":["aws.ec2"],"detail-type":["EC2 Instance State-change Notification"]}',
    ],
    "capacity-reservation-interruption": [
      "KarpenterCapacityReservationInterruption-prod",
      '{"source":["aws.ec2"],"detail-type":["EC2 Capacity Reservation Instance Interruption Warning"]}',
    ],
  } as const;

  for (const [event, [name, eventPattern]] of Object.entries(rules)) {
    it(`sends ${event} events to the queue after the queue has its policy`, () => {
      const rule = theResource(resources, `interruption-${event}-rule`);
      assert.deepEqual(rule.inputs, { name, eventPattern, tags: { a: "b" } });
      const target = theResource(resources, `interruption-${event}-target`);
      assert.deepEqual(target.inputs, {
        rule: name,
        targetId: "KarpenterInterruptionQueueTarget",
        arn: queueArn,
      });
      assert.deepEqual(target.dependencies, [
        `aws:cloudwatch/eventRule:EventRule::interruption-${event}-rule`,
        "aws:sqs/queue:Queue::interruption-queue",
        "aws:sqs/queuePolicy:QueuePolicy::interruption-queue-policy",
      ]);
    });
  }

  it("has only these five rules", () => {
    const count = resources.filter(
      ({ type }) => type === "aws:cloudwatch/eventRule:EventRule",
    ).length;
    assert.equal(count, 5);
  });
});
