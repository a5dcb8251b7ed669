import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { instanceCpuLabelKey } from "../../scheduling/requirements/labels";
import {
  efaResource,
  neuronCoreResource,
  neuronResource,
} from "../../scheduling/catalogue/resource-names";

/**
 * How the VPC CNI gives addresses to a node: in whole /28 ranges, called prefixes. A node keeps one prefix more than
 * its pods need, so that the next pod does not wait for EC2.
 *
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
 */
export const prefixDelegation = {
  /** Addresses of one prefix, a /28. */
  addressesPerPrefix: 16,
  /** `WARM_PREFIX_TARGET`: prefixes that a node keeps although no pod uses them. */
  warmPrefixes: 1,
} as const;

/** The highest number of VPC addresses that one node uses. */
export interface NodeAddresses {
  /** Addresses of its network interfaces. They come from its private subnet. */
  readonly interfaces: number;
  /** Addresses for its pods, in whole prefixes. */
  readonly pods: number;
}

/** The properties of a pool that limit the pods on one of its nodes. */
export interface PodsOnNode {
  /** Resource that every pod of the pool requests. Absent in a pool without accelerators. */
  readonly accelerator?: string | undefined;
  /** Number of pods that share one device. */
  readonly podsPerDevice: number;
  /** The kubelet's own limits, where the node class sets them. */
  readonly kubelet?: PodLimits | undefined;
}

/** Settings of the kubelet for the number of pods. */
export interface PodLimits {
  readonly maxPods?: number | undefined;
  readonly podsPerCore?: number | undefined;
}

/**
 * The highest number of addresses that a node uses with prefix delegation.
 *
 * Interfaces: one, or one for each EFA device. Karpenter attaches EFA interfaces to a node whose pods request EFA.
 *
 * Pods: the prefixes that its pods fill, and one warm prefix. Two limits apply to the number of pods. The kubelet
 * accepts no more than the interfaces of the type allow (`pods` in the catalogue). Kubernetes is designed for 10 pods
 * per core and 110 pods per node. In a pool with accelerators only agents and pods that request a device tolerate the
 * taint. So a g6.16xlarge, whose interfaces allow 737 pods, runs one such pod and its agents.
 *
 * A second interface, which a node adds when the first is full, is not counted. It is less than one percent.
 *
 * @see https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html
 * @see https://karpenter.sh/v1.14/reference/instance-types/
 * @see https://github.com/kubernetes/community/blob/master/sig-scalability/configs-and-limits/thresholds.md
 */
export function nodeAddresses(type: InstanceType, pool: PodsOnNode): NodeAddresses {
  const { addressesPerPrefix, warmPrefixes } = prefixDelegation;
  const prefixes = Math.ceil(podsOn(type, pool) / addressesPerPrefix) + warmPrefixes;
  return {
    interfaces: Math.max(1, amount(type, efaResource)),
    pods: prefixes * addressesPerPrefix,
  };
}

/**
 * Agent pods with their own address on a node with accelerators. Six are operands of the GPU Operator. EBS CSI and
 * the EFA plugin are two more. The rest is room for agents of the teams. Agents on the host's network need no
 * address.
 */
const agentPods = 15;

const mostPods = 110;
const mostPodsPerCore = 10;

function podsOn(
  type: InstanceType,
  { accelerator, podsPerDevice, kubelet = {} }: PodsOnNode,
): number {
  const cores = Number(type.labels[instanceCpuLabelKey]);
  const { maxPods, podsPerCore = mostPodsPerCore } = kubelet;
  // With maxPods the stack file says how many pods it wants, whatever Kubernetes is designed for.
  const most =
    maxPods === undefined
      ? Math.min(amount(type, "pods"), mostPods, cores * podsPerCore)
      : Math.min(maxPods, cores * (kubelet.podsPerCore ?? maxPods));
  if (accelerator === undefined) return most;
  const devices = Math.max(
    amount(type, accelerator),
    ...(accelerator === neuronResource ? [amount(type, neuronCoreResource)] : []),
  );
  return Math.min(most, agentPods + devices * podsPerDevice);
}

function amount(type: InstanceType, resource: string): number {
  return Number(type.allocatable[resource] ?? 0);
}
