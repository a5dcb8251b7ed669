import type { RootVolume } from "./node-class-profiles";

/** The AMI of a class, pinned, by the operating system that it holds. */
export type NodeAmi =
  | { readonly os: "al2023"; readonly alias: string }
  | {
      readonly os: "bottlerocket";
      readonly alias: string;
      /** Pods that share one GPU: here a setting of the operating system, which runs the device plugin itself. */
      readonly timeSlicingReplicas?: number;
    }
  | {
      readonly os: "ubuntu";
      /** Name of the image, its serial included. */
      readonly name: string;
      /** Account that has published it: anybody can give an image a name. */
      readonly owner: string;
    };

/**
 * Which AMI nodes are made from, and how they are started.
 *
 * Ubuntu has no alias and no family since Karpenter 1.0. Its EKS images start by the same script as AL2's, which is why
 * Karpenter's documentation names AL2's family for them.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeclasses/#specamifamily
 */
export function amiSelection(ami: NodeAmi) {
  if (ami.os !== "ubuntu") return { amiSelectorTerms: [{ alias: ami.alias }] };
  return { amiFamily: "AL2", amiSelectorTerms: [{ name: ami.name, owner: ami.owner }] };
}

/**
 * The volumes of a node, all encrypted. `volume` is the one with images, containers and scratch: that is the root volume but
 * for Bottlerocket, whose root holds the operating system alone and is never written to.
 *
 * @param keyAlias own key of the volumes, `alias/<name>`; the account's default key for EBS where left out
 * @see https://bottlerocket.dev/en/os/latest/concepts/restricted-filesystem/
 */
export function blockDeviceMappings(ami: NodeAmi, volume: RootVolume, keyAlias?: string) {
  const data = { deviceName: dataDevices[ami.os], rootVolume: true, ebs: ebs(volume, keyAlias) };
  if (ami.os !== "bottlerocket") return [data];
  return [{ deviceName: "/dev/xvda", ebs: ebs(bottlerocketRoot, keyAlias) }, data];
}

/** The device with the kubelet's directory on it; Karpenter takes a node's ephemeral storage from its size. */
const dataDevices: Readonly<Record<NodeAmi["os"], string>> = {
  al2023: "/dev/xvda",
  bottlerocket: "/dev/xvdb",
  ubuntu: "/dev/sda1",
};

/** The size is Karpenter's own default, the rest gp3's least. */
const bottlerocketRoot: RootVolume = { sizeGiB: 4, iops: 3000, throughputMiBps: 125 };

function ebs({ sizeGiB, iops, throughputMiBps }: RootVolume, keyAlias: string | undefined) {
  return {
    volumeType: "gp3",
    volumeSize: `${sizeGiB}Gi`,
    iops,
    throughput: throughputMiBps,
    encrypted: true,
    ...(keyAlias === undefined ? {} : { kmsKeyID: keyAlias }),
    deleteOnTermination: true,
  };
}

/**
 * Joins local NVMe disks, where the AMI can: Karpenter passes the wish to AL2023 and Bottlerocket in their own words, and to
 * Ubuntu as an option of AL2's script.
 */
export function instanceStorePolicy(ami: NodeAmi, instanceStore: "raid0" | "unused") {
  return instanceStore === "raid0" && ami.os !== "ubuntu" ? { instanceStorePolicy: "RAID0" } : {};
}

/**
 * Settings that Karpenter merges with its own; none where there is nothing to say.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/device-management-nvidia-time-slicing.html
 */
export function userData(ami: NodeAmi) {
  if (ami.os !== "bottlerocket" || ami.timeSlicingReplicas === undefined) return {};
  return {
    userData: [
      "[settings.kubelet-device-plugins.nvidia]",
      'device-sharing-strategy = "time-slicing"',
      "",
      "[settings.kubelet-device-plugins.nvidia.time-slicing]",
      `replicas = ${ami.timeSlicingReplicas}`,
      "rename-by-default = true",
      "fail-requests-greater-than-one = true",
      "",
    ].join("\n"),
  };
}
