import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { instanceCpuLabelKey } from "../../scheduling/requirements/labels";
import {
  efaResource,
  neuronCoreResource,
  neuronResource,
} from "../../scheduling/catalogue/resource-names";

/**
 * How the VPC CNI gives addresses to a node: in whole /28 ranges, called prefixes. A node keeps one prefix more than its
 * pods need, so that the next pod does not wait for EC2.
 *
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
 */
export const prefixDelegation = {
  /** Addresses of one prefix, a /28. */
  addressesPerPrefix: 16,
  /** `WARM_PREFIX_TARGET`: prefixes that a node keeps although no pod uses them. */
  warmPrefixes: 1,
} as const;

/** The most addresses that one node takes out of the VPC. */
export interface NodeAddresses {
  /** Of its own interfaces, out of its private subnet. */
  readonly interfaces: number;
  /** Of its pods: whole prefixes. */
  readonly pods: number;
}

/** What decides how many pods a node of the pool carries. */
export interface PodsOnNode {
  /** Resource that every pod of the pool asks for; none in a pool without accelerators. */
  readonly accelerator?: string | undefined;
  /** Pods that share one device. */
  readonly podsPerDevice: number;
}

/**
 * The addresses of a node at most, with prefix delegation on.
 *
 * Interfaces: one, or one for each EFA device, which Karpenter attaches to a node whose pods ask for EFA.
 *
 * Pods: as many prefixes as its pods fill, and the warm one. A node carries no more pods than kubelet takes, which
 * Karpenter sets from the interfaces of the type (the catalogue's `pods`), and no more than Kubernetes is made for:
 * 10 for a core, 110 in all. In a pool with accelerators nothing gets past the taint but agents, and pods that ask
 * for a device: a g6.16xlarge has interfaces for 737 pods and carries one, and its agents.
 *
 * Left out: the address of a second interface where the first is full, less than a percent.
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
 * Pods of agents with an address of their own on a node with accelerators: of the GPU Operator's operands six, EBS
 * CSI, EFA plug-in, and as many again of a team's own. Those on the host's network take none.
 */
const agentPods = 15;

const mostPods = 110;
const mostPodsPerCore = 10;

function podsOn(type: InstanceType, { accelerator, podsPerDevice }: PodsOnNode): number {
  const cores = Number(type.labels[instanceCpuLabelKey]);
  const most = Math.min(amount(type, "pods"), mostPods, cores * mostPodsPerCore);
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
