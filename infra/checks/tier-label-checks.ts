import { efaLabelKey } from "../../components/efa/helm-values.builder";
import { chainLabelKey } from "../../components/node-pools/tier-profiles";
import {
  labelKeyFault,
  nodeTypeLabelKey,
  normalizedLabelKey,
  wellKnownLabelKeys,
  workloadLabelKey,
} from "../../scheduling/requirements/labels";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/** The NodePool CRD refuses these keys, after the cluster and Karpenter exist. */
export const tierLabelsAreAllowed = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    Object.keys(overrides.labels ?? {}).flatMap((key) => {
      const fault = labelKeyFault(key);
      if (fault === undefined) return [];
      return [
        {
          path: ["tiers", pool, "labels", key],
          problem: fault.problem,
          got: rendered(key),
          expected: "a key of your own, such as team or example.com/team",
          fix: fault.fix ?? "rename or remove it",
        },
      ];
    }),
  ),
);

/**
 * Keys that EKS or an agent sets or selects by. A node with a label of theirs that says something untrue gets no device plugin, a
 * wrong one, or shared GPUs that the limits do not count.
 *
 * https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
 * https://github.com/aws/eks-charts/tree/master/stable/aws-efa-k8s-device-plugin
 */
const keysOfOthers: readonly RegExp[] = [
  /^eks\.amazonaws\.com\//,
  /^sagemaker\.amazonaws\.com\//,
  /(^|\.)nvidia\.com\//,
  /^vpc\.amazonaws\.com\//,
  /^feature\.node\.kubernetes\.io\//,
  /^accelerator-platform\.io\//,
];

function isOfAgent(key: string): boolean {
  return keysOfOthers.some((pattern) => pattern.test(key));
}

export const tierLabelsAreOfNoAgent = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    Object.keys(overrides.labels ?? {})
      .filter(isOfAgent)
      .map((key) => ({
        path: ["tiers", pool, "labels", key],
        problem: "EKS or an agent sets this label, or selects nodes by it",
        got: rendered(key),
        expected: "a key of your own, such as team or example.com/team",
        fix: "remove it; gpuSharing and efa set the labels that they need",
      })),
  ),
);

/** A label of the template counts as a requirement, so such a key would narrow or empty the choice of instance types. */
export const tierLabelsChooseNoNodes = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap(({ pool, overrides }) =>
    Object.keys(overrides.labels ?? {})
      .filter((key) => labelKeyFault(key) === undefined)
      .filter((key) => wellKnownLabelKeys.has(normalizedLabelKey(key)))
      .map((key) => ({
        path: ["tiers", pool, "labels", key],
        problem: "Karpenter takes it for a requirement on the nodes",
        got: rendered(key),
        expected: "a key of your own, such as team or example.com/team",
        fix: "use zones, families, sizes or capacityTypes",
      })),
  ),
);

/** Pods select tiers by these keys. On nodes of another tier they would draw pods that do not fit there. */
const keysOfTiers: readonly string[] = [
  chainLabelKey,
  "accelerator",
  workloadLabelKey,
  nodeTypeLabelKey,
];

export const tierLabelsKeepTheirMeaning = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap((tier) =>
    Object.entries(tier.overrides.labels ?? {})
      .filter(([key]) => keysOfTiers.includes(key) && !Object.hasOwn(labelsSetBy(tier), key))
      .map(([key, value]) => ({
        path: ["tiers", tier.pool, "labels", key],
        problem: "pods select other tiers by this label",
        got: rendered(value),
        expected: "a key of your own, such as team or example.com/team",
        fix:
          key === chainLabelKey
            ? "remove it; a tier that begins with one of the chain is in the chain, such as from: gpu-tier1-g5-spot"
            : "rename or remove it",
      })),
  ),
);

/** Labels of the profile win, because workloads, agents and the policy pack select nodes by them. Another value would have no effect. */
export const tierLabelsAreTheirOwn = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap((tier) =>
    Object.entries(tier.overrides.labels ?? {}).flatMap(([key, value]) => {
      const set = labelsSetBy(tier);
      if (!Object.hasOwn(set, key) || set[key] === value || isOfAgent(key)) return [];
      return [
        {
          path: ["tiers", tier.pool, "labels", key],
          problem: `has no effect: the nodes of the tier have ${key}=${set[key]}`,
          got: rendered(value),
          expected: "a key that the tier does not set",
          fix: "rename or remove it",
        },
      ];
    }),
  ),
);

function labelsSetBy({
  tier,
  profile,
  overrides,
}: ConfiguredTier): Readonly<Record<string, string>> {
  return {
    [nodeTypeLabelKey]: tier,
    ...profile.labels,
    [workloadLabelKey]: profile.workloadClass,
    ...(overrides.efa === true ? { [efaLabelKey]: "true" } : {}),
  };
}
