import { gpuTaintKey, neuronTaintKey, trainingTaint } from "../../scheduling/taints/taints";
import { rendered } from "../../scheduling/values/fault";
import { configuredTiers, type ConfiguredTier } from "../resolved/configured-tiers";
import { defineCheck } from "./define-check";

/**
 * The taints of a stack file come on top of those of the profile, so the isolation of accelerators cannot be taken away. A second
 * taint with the same key would change what pods have to tolerate, and a taint of accelerators on other nodes would draw the pods
 * of accelerators there.
 */
export const tierTaintsAreTheirOwn = defineCheck(["tiers"], ({ tiers }) =>
  configuredTiers(tiers).flatMap((tier) =>
    (tier.overrides.taints ?? []).flatMap((taint, index) => {
      const problem = problemOf(tier, index);
      if (problem === undefined) return [];
      return [
        {
          path: ["tiers", tier.pool, "taints", index, "key"],
          problem,
          got: rendered(taint.key),
          expected: "a key of your own, such as team or example.com/team",
          fix: "rename or remove it",
        },
      ];
    }),
  ),
);

function problemOf({ profile, overrides }: ConfiguredTier, index: number): string | undefined {
  const taints = overrides.taints ?? [];
  const { key = "", effect } = taints[index] ?? {};
  if (profile.taints.some((taint) => taint.key === key)) {
    return "the profile has a taint with this key, which stays as it is";
  }
  if (reservedKeys.includes(key)) {
    return "marks the nodes of other tiers, and their pods would tolerate it";
  }
  if (isOfKubernetes(key)) return "Kubernetes and Karpenter set and remove taints of this domain";
  const first = taints.findIndex((taint) => taint.key === key && taint.effect === effect);
  return first === index ? undefined : "named twice with the same effect";
}

const reservedKeys: readonly string[] = [gpuTaintKey, neuronTaintKey, trainingTaint.key];

/** A taint of these domains is taken for one that goes away by itself. https://karpenter.sh/v1.14/concepts/nodepools/ */
function isOfKubernetes(key: string): boolean {
  const domain = key.includes("/") ? (key.split("/", 1)[0] ?? "") : "";
  return ["kubernetes.io", "k8s.io", "karpenter.sh", "karpenter.k8s.aws"].some(
    (reserved) => domain === reserved || domain.endsWith(`.${reserved}`),
  );
}
