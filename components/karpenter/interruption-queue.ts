import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

import {
  type InterruptionEventName,
  interruptionEventNames,
  interruptionEventPatterns,
} from "./interruption-events.builder";
import { karpenterEventRuleName, karpenterQueueName } from "./aws-names";
import { interruptionQueuePolicy } from "./queue-policy.builder";

export interface InterruptionQueueArgs {
  readonly clusterName: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The queue that tells Karpenter which nodes are about to be lost, and the five EventBridge rules that fill it.
 *
 * ### Cost
 * Events of AWS services are free. SQS bills only requests: a few cents a month in us-east-1.
 */
export class InterruptionQueue extends pulumi.ComponentResource {
  /** Name of the queue; equal to `karpenterQueueName(clusterName)`. */
  readonly queueName: pulumi.Output<string>;
  readonly queueArn: pulumi.Output<string>;

  constructor(name: string, args: InterruptionQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("accelerator-platform:karpenter:InterruptionQueue", name, {}, opts);

    const queue = createQueue(name, args, { parent: this });
    const queuePolicy = createQueuePolicy(name, queue, { parent: this });
    for (const event of interruptionEventNames) {
      createRule(name, event, args, queue, queuePolicy, { parent: this });
    }

    this.queueName = queue.name;
    this.queueArn = queue.arn;
    this.registerOutputs({ queueName: this.queueName, queueArn: this.queueArn });
  }
}

function createQueue(
  name: string,
  args: InterruptionQueueArgs,
  opts: pulumi.CustomResourceOptions,
) {
  return new sqs.Queue(
    `${name}-queue`,
    {
      name: karpenterQueueName(args.clusterName),
      // Older messages are useless: a Spot instance is gone two minutes after its warning.
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
      tags: args.tags,
    },
    opts,
  );
}

function createQueuePolicy(name: string, queue: sqs.Queue, opts: pulumi.CustomResourceOptions) {
  return new sqs.QueuePolicy(
    `${name}-queue-policy`,
    {
      queueUrl: queue.url,
      policy: queue.arn.apply((queueArn) => JSON.stringify(interruptionQueuePolicy(queueArn))),
    },
    opts,
  );
}

function createRule(
  name: string,
  event: InterruptionEventName,
  args: InterruptionQueueArgs,
  queue: sqs.Queue,
  queuePolicy: sqs.QueuePolicy,
  opts: pulumi.CustomResourceOptions,
) {
  const logicalName = `${name}-${logicalEventNames[event]}`;
  const rule = new cloudwatch.EventRule(
    `${logicalName}-rule`,
    {
      name: karpenterEventRuleName(event, args.clusterName),
      eventPattern: JSON.stringify(interruptionEventPatterns[event]),
      tags: args.tags,
    },
    opts,
  );
  new cloudwatch.EventTarget(
    `${logicalName}-target`,
    { rule: rule.name, targetId: "KarpenterInterruptionQueueTarget", arn: queue.arn },
    // Until the queue has its policy, it refuses events, and EventBridge drops them. No value of the policy is used
    // here, so the order has to be declared.
    { ...opts, dependsOn: [queuePolicy] },
  );
}

const logicalEventNames: Readonly<Record<InterruptionEventName, string>> = {
  ScheduledChange: "scheduled-change",
  SpotInterruption: "spot-interruption",
  Rebalance: "rebalance",
  InstanceStateChange: "instance-state-change",
  CapacityReservationInterruption: "capacity-reservation-interruption",
};
