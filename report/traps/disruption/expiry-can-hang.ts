import { spanText } from "../../answers/disruption/span-text";
import type { PoolTrap } from "../trap";

export const expiryCanHang: PoolTrap<"nodePool" | "nodeAge"> = {
  id: "expiry-can-hang",
  title: "Expiry that can hang",
  rank: 380,
  kind: "good-to-know",
  fix: "Set terminationGracePeriod to the longest time that a pod may hold a node.",
  at: ["spec", "template", "spec", "expireAfter"],
  textsFor: ({ nodePool: { expireAfter }, nodeAge: { expiryHours, drainHours, mostHours } }) => {
    if (expiryHours === null || drainHours !== null) return [];
    // EKS Auto Mode ends a drain with the node's lifetime.
    if (mostHours !== undefined) return [];
    return [
      `expireAfter is ${expireAfter}, and there is no terminationGracePeriod. Karpenter cordons and drains a node once it is ${spanText(expiryHours)} old. One pod with do-not-disrupt, or one that a PodDisruptionBudget protects, then holds the node without end, billed and closed to new pods.`,
    ];
  },
};
