/** AWS events that announce the loss of a node. */
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
 * The five events that Karpenter reads from its interruption queue. A `detail-type` with a spelling mistake matches
 * no event, and nothing reports that.
 *
 * @see https://karpenter.sh/docs/concepts/disruption/#interruption
 */
export const interruptionEventPatterns = {
  /** Maintenance and health notices. Karpenter cordons and drains the node. */
  ScheduledChange: pattern("aws.health", "AWS Health Event"),
  /** Sent two minutes before EC2 takes a Spot instance back. Karpenter cordons and drains the node. */
  SpotInterruption: pattern("aws.ec2", "EC2 Spot Instance Interruption Warning"),
  /** A Spot instance has a raised risk of interruption. Karpenter only publishes an event for the node. */
  Rebalance: pattern("aws.ec2", "EC2 Instance Rebalance Recommendation"),
  /** An instance is stopping or terminating, whatever requested that. Karpenter cordons and drains the node. */
  InstanceStateChange: pattern("aws.ec2", "EC2 Instance State-change Notification"),
  /** The owner reclaims an interruptible capacity reservation. Karpenter cordons and drains the node. */
  CapacityReservationInterruption: pattern(
    "aws.ec2",
    "EC2 Capacity Reservation Instance Interruption Warning",
  ),
} as const satisfies Record<InterruptionEventName, EventPattern>;

/** The events, in the order in which their EventBridge rules are created. */
export const interruptionEventNames = Object.keys(
  interruptionEventPatterns,
) as readonly InterruptionEventName[];

function pattern(source: string, detailType: string): EventPattern {
  return { source: [source], "detail-type": [detailType] };
}
