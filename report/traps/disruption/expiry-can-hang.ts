import { spanText } from "../../answers/disruption/span-text";
import type { PoolTrap } from "../trap";

export const expiryCanHang: PoolTrap<"nodePool" | "nodeAge"> = {
  id: "expiry-can-hang",
  title: "Expiry that can hang",
  rank: 200,
  kind: "costly",
  textsFor: ({ nodePool: { expireAfter }, nodeAge: { expiryHours, drainHours } }) => {
    if (expiryHours === null || drainHours !== null) return [];
    return [
      `expireAfter ${expireAfter} without terminationGracePeriod: from ${spanText(expiryHours)} on a node is cordoned and drained, and one pod with do-not-disrupt, or one that a PodDisruptionBudget does not let go, holds it there without an end, billed and closed to new pods.`,
    ];
  },
};
