import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";
import { isOlder } from "./is-older";

/**
 * The oldest VPC CNI that keeps pods out of the node's own subnet. Pod ranges need this.
 * https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/CHANGELOG.md
 */
const lowestCniForPodCidrs = "1.22.1";

export const cniKnowsPodCidrs = defineCheck(["network", "versions"], ({ network, versions }) => {
  const version = versions.addons?.["vpc-cni"];
  if (network.podCidrs === undefined || version === undefined) return [];
  if (!isOlder(version, lowestCniForPodCidrs)) return [];
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
 * The oldest agent whose add-on takes an affinity. Without an affinity the agent would run on training nodes.
 * https://github.com/aws/eks-node-monitoring-agent/blob/v1.6.3/charts/configuration.schema.json
 */
const lowestMonitoringAgent = "1.6.3";

export const nodeMonitoringHasVersion = defineCheck(
  ["cluster", "versions"],
  ({ cluster, versions }) => {
    if (!cluster.nodeMonitoring || versions.addons === undefined) return [];
    const version = versions.addons["eks-node-monitoring-agent"];
    if (version !== undefined && !isOlder(version, lowestMonitoringAgent)) return [];
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
