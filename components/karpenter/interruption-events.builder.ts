/** Kinds of AWS events that announce the loss of a node. */
export type InterruptionEventName =
  | "ScheduledChange"
  | "SpotInterruption"
  | "Rebalance"
  | "InstanceStateChange"
  | "CapacityReservationInterruption";

export interface EventPattern {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
}

/**
 * The five events that Karpenter reads from its interruption queue. It cordons and drains the node at all of them but
 * the rebalance recommendation, of which it only tells. A `detail-type` that is misspelled matches nothing, and nobody
 * hears of it.
 *
 * @see https://karpenter.sh/docs/concepts/disruption/#interruption
 */
export const interruptionEventPatterns = {
  /** Maintenance and health notices: cordon and drain. */
  ScheduledChange: pattern("aws.health", "AWS Health Event"),
  /** Two minutes before EC2 takes a Spot instance back: cordon and drain. */
  SpotInterruption: pattern("aws.ec2", "EC2 Spot Instance Interruption Warning"),
  /** Raised risk for a Spot instance: an event on the node, no drain. */
  Rebalance: pattern("aws.ec2", "EC2 Instance Rebalance Recommendation"),
  /** Stopping and terminating, whoever asked for it: cordon and drain. */
  InstanceStateChange: pattern("aws.ec2", "EC2 Instance State-change Notification"),
  /** An interruptible capacity reservation is reclaimed by its owner: cordon and drain. */
  CapacityReservationInterruption: pattern(
    "aws.ec2",
    "EC2 Capacity Reservation Instance Interruption Warning",
  ),
} as const satisfies Record<InterruptionEventName, EventPattern>;

/** The events in the order in which their rules are made. */
export const interruptionEventNames = Object.keys(
  interruptionEventPatterns,
) as readonly InterruptionEventName[];

function pattern(source: string, detailType: string): EventPattern {
  return { source: [source], "detail-type": [detailType] };
}
