import type { PlatformSpec } from "./platform-spec";

/** What a stack has in EC2 beside its pools, as far as quotas count it. */
export interface FixedNeeds {
  /** Absent where the stack does not make them. */
  readonly systemNodes?: {
    readonly type: string;
    readonly count: number;
    /** How many more run during an update of the node group, at most. */
    readonly moreDuringUpdate: number;
  };
  /** Elastic IP addresses, one for each NAT gateway. */
  readonly elasticIps: number;
}

/** A cluster that exists already brings its own nodes and its own network. */
export function fixedNeeds({ cluster, config }: PlatformSpec): FixedNeeds {
  if (cluster.kind === "existing") return { elasticIps: 0 };
  const { zones, natGateways } = cluster.network;
  const { instanceType, count } = config.cluster.systemNodes;
  return {
    systemNodes: {
      type: instanceType,
      count,
      moreDuringUpdate: zones.length * newNodesPerZone,
    },
    elasticIps: natGateways === "single" ? 1 : zones.length,
  };
}

/**
 * EKS launches up to two nodes in each zone of the group before it takes an old one away, whatever the group's largest
 * size is. https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
const newNodesPerZone = 2;
