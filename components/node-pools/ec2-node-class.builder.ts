import type { NodeClassProfile } from "./node-class-profiles";

/** What an EC2NodeClass needs beside its profile; all plain, so that policies can read it at preview. */
export interface NodeClassPlacement {
  /** Value of the tag `karpenter.sh/discovery` on the subnets and on the security group. */
  readonly clusterName: string;
  /** Name of the nodes' IAM role. */
  readonly nodeRoleName: string;
  /** Pinned AMI alias, e.g. `al2023@v20260903`. */
  readonly amiAlias: string;
  /** Tags of instances and volumes; the AWS provider's default tags do not reach them. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The spec of an EC2NodeClass.
 *
 * One class serves CPU, NVIDIA and Neuron types alike: the alias picks the AMI variant by instance type.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeclasses/
 */
export function ec2NodeClassSpec(profile: NodeClassProfile, placement: NodeClassPlacement) {
  const discovery = { "karpenter.sh/discovery": placement.clusterName };
  return {
    amiSelectorTerms: [{ alias: placement.amiAlias }],
    role: placement.nodeRoleName,
    subnetSelectorTerms: [{ tags: { ...discovery, "network-type": "private" } }],
    securityGroupSelectorTerms: [{ tags: discovery }],
    blockDeviceMappings: [
      {
        // The root device of AL2023.
        deviceName: "/dev/xvda",
        rootVolume: true,
        ebs: {
          volumeType: "gp3",
          volumeSize: `${profile.rootVolume.sizeGiB}Gi`,
          iops: profile.rootVolume.iops,
          throughput: profile.rootVolume.throughputMiBps,
          encrypted: true,
          deleteOnTermination: true,
        },
      },
    ],
    ...(profile.instanceStore === "raid0" ? { instanceStorePolicy: "RAID0" } : {}),
    // Karpenter's own defaults, written out because the policy pack and auditors look for them.
    // Hop limit 1: pods have no business with the node's credentials.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
    },
    associatePublicIPAddress: false,
    tags: placement.tags,
  };
}
