import type { RootVolume } from "./node-class-profiles";

/** The pinned AMI of a node class, by operating system. */
export type NodeAmi =
  | { readonly os: "al2023"; readonly alias: string }
  | {
      readonly os: "bottlerocket";
      readonly alias: string;
      /**
       * Number of pods that share one GPU. Bottlerocket runs the device plugin itself, so this is a setting of the
       * OS.
       */
      readonly timeSlicingReplicas?: number;
    }
  | {
      readonly os: "ubuntu";
      /** Full name of the image, with its serial. */
      readonly name: string;
      /** Account that published the image. A name alone is not safe, because any account can use it. */
      readonly owner: string;
    };

/**
 * The part of a node class that selects the AMI and decides how its nodes start.
 *
 * Since version 1.0 Karpenter has no alias and no family for Ubuntu. Ubuntu's EKS images start by the same script as
 * AL2, so Karpenter's documentation uses the family AL2 for them.
 *
 * @see https://karpenter.sh/v1.14/concepts/nodeclasses/#specamifamily
 */
export function amiSelection(ami: NodeAmi) {
  if (ami.os !== "ubuntu") return { amiSelectorTerms: [{ alias: ami.alias }] };
  return { amiFamily: "AL2", amiSelectorTerms: [{ name: ami.name, owner: ami.owner }] };
}

/**
 * The volumes of a node, all encrypted.
 *
 * @param volume the volume with images, containers and scratch data. This is the root volume, except on Bottlerocket,
 *   whose root volume contains only the operating system and is read-only
 * @param keyAlias key for the volumes, as `alias/<name>`. Default: the account's default key for EBS
 * @see https://bottlerocket.dev/en/os/latest/concepts/restricted-filesystem/
 */
export function blockDeviceMappings(ami: NodeAmi, volume: RootVolume, keyAlias?: string) {
  const data = { deviceName: dataDevices[ami.os], rootVolume: true, ebs: ebs(volume, keyAlias) };
  if (ami.os !== "bottlerocket") return [data];
  return [{ deviceName: "/dev/xvda", ebs: ebs(bottlerocketRoot, keyAlias) }, data];
}

/** The device that holds the directory of the kubelet. Karpenter derives a node's ephemeral storage from its size. */
const dataDevices: Readonly<Record<NodeAmi["os"], string>> = {
  al2023: "/dev/xvda",
  bottlerocket: "/dev/xvdb",
  ubuntu: "/dev/sda1",
};

/** The size is Karpenter's default. The other values are the minimum of gp3. */
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
 * Joins the local NVMe disks of a node, where the AMI supports it. Karpenter translates this setting for AL2023 and
 * Bottlerocket. For Ubuntu it would add an option of AL2's start script, so Ubuntu does not get the setting.
 */
export function instanceStorePolicy(ami: NodeAmi, instanceStore: "raid0" | "unused") {
  return instanceStore === "raid0" && ami.os !== "ubuntu" ? { instanceStorePolicy: "RAID0" } : {};
}
