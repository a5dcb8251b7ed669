import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";
import { compareVersions } from "./version-order";

/**
 * The lowest VPC CNI that keeps pods out of a node's own subnet, which pod ranges need.
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/CHANGELOG.md
 */
const lowestCniForPodCidrs = "1.22.1";

export const cniKnowsPodCidrs = defineCheck(["network", "versions"], ({ network, versions }) => {
  const version = versions.addons?.["vpc-cni"];
  if (network.podCidrs === undefined || version === undefined) return [];
  if (compareVersions(version, lowestCniForPodCidrs) >= 0) return [];
  return [
    {
      path: ["versions", "addons", "vpc-cni"],
      problem: "too old for network.podCidrs",
      got: rendered(version),
      expected: `v${lowestCniForPodCidrs} or newer`,
      fix: "raise the add-on first, or remove network.podCidrs",
    },
  ];
});

/**
 * The lowest agent whose add-on takes an affinity, without which it would run on training nodes.
 * https://github.com/aws/eks-node-monitoring-agent/blob/v1.6.3/charts/configuration.schema.json
 */
const lowestMonitoringAgent = "1.6.3";

export const nodeMonitoringHasVersion = defineCheck(
  ["cluster", "versions"],
  ({ cluster, versions }) => {
    if (!cluster.nodeMonitoring || versions.addons === undefined) return [];
    const version = versions.addons["eks-node-monitoring-agent"];
    if (version !== undefined && compareVersions(version, lowestMonitoringAgent) >= 0) return [];
    return [
      {
        path: ["versions", "addons", "eks-node-monitoring-agent"],
        problem:
          version === undefined
            ? "missing, but cluster.nodeMonitoring is on"
            : "cannot be kept off training nodes",
        got: rendered(version),
        expected: `v${lowestMonitoringAgent}-eksbuild.1 or newer`,
        fix: "set a version, or turn cluster.nodeMonitoring off",
      },
    ];
  },
);
