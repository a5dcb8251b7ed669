/**
 * How the VPC CNI hands out addresses on this platform: whole /28 ranges to a node, and one of them more than its
 * pods need, so that the next pod does not wait for EC2.
 *
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.22.4/docs/prefix-and-ip-target.md
 */
export const prefixDelegation = {
  /** Addresses of one prefix, a /28. */
  addressesPerPrefix: 16,
  /** `WARM_PREFIX_TARGET`: prefixes without a pod that a node keeps. */
  warmPrefixes: 1,
} as const;
