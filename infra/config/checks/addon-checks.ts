import { renderValue, type ConfigFault } from "../config-fault";
import type { PlatformConfig } from "../schema";

/**
 * The lowest VPC CNI that keeps pods out of a node's own subnet, which pod ranges need.
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/CHANGELOG.md
 */
const lowestCniForPodCidrs = "1.22.1";

export function cniKnowsPodCidrs({ network, versions }: PlatformConfig): readonly ConfigFault[] {
  const version = versions.addons?.["vpc-cni"];
  if (network.podCidrs === undefined || version === undefined) return [];
  if (isAtLeast(version, lowestCniForPodCidrs)) return [];
  return [
    {
      path: ["versions", "addons", "vpc-cni"],
      problem: "too old for network.podCidrs",
      got: renderValue(version),
      expected: `v${lowestCniForPodCidrs} or newer`,
      fix: "raise the add-on first, or remove network.podCidrs",
    },
  ];
}

/**
 * The lowest agent whose add-on takes an affinity, without which it would run on training nodes.
 * https://github.com/aws/eks-node-monitoring-agent/blob/v1.6.3/charts/configuration.schema.json
 */
const lowestMonitoringAgent = "1.6.3";

export function nodeMonitoringHasVersion({
  cluster,
  versions,
}: PlatformConfig): readonly ConfigFault[] {
  if (!cluster.nodeMonitoring || versions.addons === undefined) return [];
  const version = versions.addons["eks-node-monitoring-agent"];
  if (version !== undefined && isAtLeast(version, lowestMonitoringAgent)) return [];
  return [
    {
      path: ["versions", "addons", "eks-node-monitoring-agent"],
      problem:
        version === undefined
          ? "missing, but cluster.nodeMonitoring is on"
          : "cannot be kept off training nodes",
      got: renderValue(version),
      expected: `v${lowestMonitoringAgent}-eksbuild.1 or newer`,
      fix: "set a version, or turn cluster.nodeMonitoring off",
    },
  ];
}

/** `v1.22.4-eksbuild.3` against `1.22.1`. */
function isAtLeast(version: string, lowest: string): boolean {
  const [have, need] = [version.slice(1).split("-")[0] ?? "", lowest].map((text) =>
    text.split(".").map(Number),
  );
  for (const index of [0, 1, 2]) {
    const difference = (have?.[index] ?? 0) - (need?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
