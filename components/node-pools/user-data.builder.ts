import { efaHugePages } from "./huge-pages";
import type { NodeAmi } from "./node-ami.builder";

/** What the nodes of a class do at their first start, in addition to what Karpenter tells them. */
export interface NodeStart {
  /** Reserves the huge pages of nodes with EFA. */
  readonly hugePages: boolean;
  /** The stack's own: a script, or settings in TOML for Bottlerocket. */
  readonly own?: string | undefined;
}

/** The key `userData` of a node class, which Karpenter merges with its own. Absent where there is nothing to do. */
export function userData(ami: NodeAmi, start: NodeStart): { readonly userData?: string } {
  if (ami.os === "bottlerocket") {
    return textOf(
      separated([...bottlerocketSettings(ami.timeSlicingReplicas, start), ownLines(start)]),
    );
  }
  // Ubuntu's image has no EFA driver, so a check refuses EFA there.
  const hugePages = ami.os === "al2023" && start.hugePages ? hugePagesScript : [];
  return textOf(archiveOf([hugePages, ownLines(start)].filter((script) => script.length > 0)));
}

/**
 * Scripts as the parts of a MIME archive. cloud-init runs them before nodeadm starts the kubelet.
 *
 * Karpenter guesses whether user data is a script or a NodeConfig, and a NodeConfig could replace the taints that Karpenter
 * wrote. So the headers say what it is.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/amifamily/bootstrap/nodeadm.go
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/templates/al2023/runtime/rootfs/etc/systemd/system/nodeadm-run.service
 */
function archiveOf(scripts: readonly (readonly string[])[]): readonly string[] {
  if (scripts.length === 0) return [];
  const boundary = boundaryFor(scripts);
  return [
    "MIME-Version: 1.0",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
    ...scripts.flatMap((lines) => [
      `--${boundary}`,
      'Content-Type: text/x-shellscript; charset="us-ascii"',
      "",
      ...lines,
      "",
    ]),
    `--${boundary}--`,
  ];
}

/** A boundary that no script contains. Otherwise the rest of the script would be a part of its own, or be dropped. */
function boundaryFor(scripts: readonly (readonly string[])[]): string {
  const text = scripts.flat().join("\n");
  let boundary = "BOUNDARY";
  for (let number = 1; text.includes(boundary); number += 1) boundary = `BOUNDARY-${number}`;
  return boundary;
}

/**
 * The kubelet reads the number of pages only once, at its start.
 *
 * @see https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
 */
const hugePagesScript: readonly string[] = [
  "#!/bin/bash",
  // The file keeps the pages after a reboot.
  `echo "vm.nr_hugepages=${efaHugePages}" > /etc/sysctl.d/99-efa-huge-pages.conf`,
  "sysctl --load /etc/sysctl.d/99-efa-huge-pages.conf",
];

/**
 * Settings of Bottlerocket, one list for each topic. The key with a slash is the one for which Bottlerocket has a formula of
 * its own.
 *
 * @see https://github.com/bottlerocket-os/bottlerocket/blob/develop/sources/shared-defaults/defaults.toml
 * @see https://docs.aws.amazon.com/eks/latest/userguide/device-management-nvidia-time-slicing.html
 */
function bottlerocketSettings(
  replicas: number | undefined,
  { hugePages }: NodeStart,
): readonly (readonly string[])[] {
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
  return [replicas === undefined ? [] : sharing, hugePages ? sysctl : []];
}

function ownLines({ own }: NodeStart): readonly string[] {
  return own === undefined ? [] : own.trimEnd().split("\n");
}

/** The lists with an empty line between them. */
function separated(lists: readonly (readonly string[])[]): readonly string[] {
  const written = lists.filter((list) => list.length > 0);
  return written.flatMap((list, index) => (index === 0 ? list : ["", ...list]));
}

function textOf(lines: readonly string[]): { readonly userData?: string } {
  return lines.length === 0 ? {} : { userData: [...lines, ""].join("\n") };
}
