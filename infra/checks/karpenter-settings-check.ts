import { has115 } from "../../components/karpenter/releases";
import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import { configuredTiers } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";
import { isOlder } from "./is-older";

/** A chart ignores values that it does not know, so the stack would believe that a feature is on. */
export const chartKnowsTheSettings = defineCheck(
  ["karpenter", "versions"],
  ({ karpenter: { featureGates, enableDRA, nodeRepair }, versions }) => {
    if (has115(versions.karpenter)) return [];
    const settings = [
      ...Object.entries(featureGates).map(([gate, on]) => ({ path: ["featureGates", gate], on })),
      { path: ["enableDRA"], on: enableDRA },
      { path: ["nodeRepair", "legacy"], on: nodeRepair.legacy },
    ];
    return settings.flatMap(({ path, on }): readonly ConfigFault[] => {
      if (!on) return [];
      return [
        {
          path: ["karpenter", ...path],
          problem: `not known to Karpenter's chart ${versions.karpenter}, which ignores it`,
          got: rendered(true),
          expected: "false",
          fix: "raise versions.karpenter to 1.15.0 or newer, or remove it",
        },
      ];
    });
  },
);

/** Without repair the two gates do nothing. With `legacy` the chart refuses one and the controller ignores the other. */
export const repairGatesNeedRepair = defineCheck(
  ["karpenter"],
  ({ karpenter: { featureGates, nodeRepair } }) => {
    if (nodeRepair.enabled && !nodeRepair.legacy) return [];
    const missing = nodeRepair.enabled ? "with nodeRepair.legacy" : "without nodeRepair.enabled";
    return (["terminateFirstRepair", "rebootForRepair"] as const).flatMap((gate) => {
      if (!featureGates[gate]) return [];
      return [
        {
          path: ["karpenter", "featureGates", gate],
          problem: `has no effect ${missing}`,
          got: rendered(true),
          expected: "false, or nodeRepair.enabled: true without legacy",
          fix: "remove it, or change nodeRepair",
        },
      ];
    });
  },
);

/** Karpenter reads ResourceClaims by `resource.k8s.io/v1`. https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ */
const firstMinorWithDra = "1.34";

/** On an older cluster the controller waits for a kind that the API server does not have. */
export const draNeedsItsApi = defineCheck(
  ["karpenter", "versions"],
  ({ karpenter: { enableDRA }, versions: { kubernetes } }) => {
    if (!enableDRA || !isOlder(kubernetes, firstMinorWithDra)) return [];
    return [
      {
        path: ["karpenter", "enableDRA"],
        problem: `needs the API resource.k8s.io/v1, which Kubernetes ${kubernetes} does not serve`,
        got: rendered(true),
        expected: `false, or Kubernetes ${firstMinorWithDra} or newer`,
        fix: "raise Kubernetes first, or remove it",
      },
    ];
  },
);

/** The API server refuses a NodePool whose budgets name a reason that its CRD does not list. */
export const crdKnowsTheReasons = defineCheck(["tiers", "versions"], ({ tiers, versions }) => {
  if (has115(versions.karpenter)) return [];
  return configuredTiers(tiers).flatMap(({ pool, overrides: { budgets = [] } }) =>
    budgets.flatMap(({ reasons = [] }, index) => {
      const named: readonly string[] = reasons;
      if (!named.includes("Unhealthy")) return [];
      return [
        {
          path: ["tiers", pool, "budgets", index, "reasons"],
          problem: `not known to the CRD of Karpenter ${versions.karpenter}`,
          got: rendered(named),
          expected: "Empty, Drifted or Underutilized",
          fix: "raise versions.karpenter to 1.15.0 or newer, or remove Unhealthy",
        },
      ];
    }),
  );
});
