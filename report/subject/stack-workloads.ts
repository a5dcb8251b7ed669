import { nodePool } from "../../components/node-pools/node-pool.builder";
import type { Tier } from "../../components/node-pools/tier";
import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import { sharedResource } from "../../components/shared/gpu-sharing";
import type { Workload } from "./workload";
import { nodeTypeLabelKey } from "../../scheduling/requirements/labels";

/**
 * The ways in which workloads can ask for the tiers of a stack: one workload for each chain, and one for each tier
 * outside of chains. A tier that is closed on purpose has none. Its pods are equal, request one device (or one core), select the label of the tier and tolerate
 * its taints.
 */
export function workloadsOfTiers(tiers: readonly Tier[]): readonly Workload[] {
  const asked = new Map<string, Workload>();
  for (const tier of tiers) {
    if (tier.retired || tier.replicas === 0) continue;
    const workload = workloadOf(tier);
    if (!asked.has(workload.name)) asked.set(workload.name, workload);
  }
  return [...asked.values()];
}

function workloadOf(tier: Tier): Workload {
  const { profile } = tier;
  const { labels } = nodePool(tier).spec.template.metadata;
  const key = Object.hasOwn(labels, chainLabelKey) ? chainLabelKey : nodeTypeLabelKey;
  const value = (labels as Readonly<Record<string, string>>)[key] ?? "";
  // The nodes of a tier whose GPUs are shared offer shares.
  const resource =
    tier.gpuSharing === undefined ? profile.accelerator : sharedResource(tier.gpuSharing);
  const requests = resource === undefined ? { cpu: "1" } : { [resource]: "1" };
  return {
    name: `a workload that selects ${key}=${value}`,
    workloadClass: profile.workloadClass,
    isExample: true,
    pod: {
      spec: {
        nodeSelector: { [key]: value },
        tolerations: profile.taints.map(({ key: taint, value: of, effect }) => ({
          key: taint,
          operator: of === undefined ? "Exists" : "Equal",
          ...(of === undefined ? {} : { value: of }),
          effect,
        })),
        containers: [{ name: "main", resources: { requests, limits: requests } }],
      },
    },
  };
}
