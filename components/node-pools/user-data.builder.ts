import { efaHugePages } from "./huge-pages";
import type { NodeAmi } from "./node-ami.builder";

/** What the nodes of a class do at their first start, in addition to what Karpenter tells them. */
export interface NodeStart {
  /** Reserves the huge pages of nodes with EFA. */
  readonly hugePages: boolean;
}

/** The key `userData` of a node class, which Karpenter merges with its own. Absent where there is nothing to do. */
export function userData(ami: NodeAmi, start: NodeStart): { readonly userData?: string } {
  if (ami.os === "bottlerocket") return optional(bottlerocketSettings(ami, start));
  // Ubuntu's image has no EFA driver, so a check refuses EFA there.
  return optional(ami.os === "al2023" && start.hugePages ? hugePagesScript : []);
}

/**
 * A script that cloud-init runs before nodeadm starts the kubelet. The kubelet reads the number of pages only once, at its
 * start. The headers say that this is a script, because Karpenter would otherwise have to guess.
 *
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/templates/al2023/runtime/rootfs/etc/systemd/system/nodeadm-run.service
 * @see https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
 */
const hugePagesScript: readonly string[] = [
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="BOUNDARY"',
  "",
  "--BOUNDARY",
  'Content-Type: text/x-shellscript; charset="us-ascii"',
  "",
  "#!/bin/bash",
  // The file keeps the pages after a reboot.
  `echo "vm.nr_hugepages=${efaHugePages}" > /etc/sysctl.d/99-efa-huge-pages.conf`,
  "sysctl --load /etc/sysctl.d/99-efa-huge-pages.conf",
  "",
  "--BOUNDARY--",
];

/**
 * Settings of Bottlerocket. The key with a slash is the one for which Bottlerocket has a formula of its own.
 *
 * @see https://github.com/bottlerocket-os/bottlerocket/blob/develop/sources/shared-defaults/defaults.toml
 * @see https://docs.aws.amazon.com/eks/latest/userguide/device-management-nvidia-time-slicing.html
 */
function bottlerocketSettings(
  { timeSlicingReplicas: replicas }: Extract<NodeAmi, { os: "bottlerocket" }>,
  { hugePages }: NodeStart,
): readonly string[] {
  const sharing = [
    "[settings.kubelet-device-plugins.nvidia]",
    'device-sharing-strategy = "time-slicing"',
    "",
    "[settings.kubelet-device-plugins.nvidia.time-slicing]",
    `replicas = ${replicas}`,
    "rename-by-default = true",
    "fail-requests-greater-than-one = true",
  ];
  const sysctl = ["[settings.kernel.sysctl]", `"vm/nr_hugepages" = "${efaHugePages}"`];
  return [
    ...(replicas === undefined ? [] : sharing),
    ...(replicas !== undefined && hugePages ? [""] : []),
    ...(hugePages ? sysctl : []),
  ];
}

function optional(lines: readonly string[]): { readonly userData?: string } {
  return lines.length === 0 ? {} : { userData: [...lines, ""].join("\n") };
}
