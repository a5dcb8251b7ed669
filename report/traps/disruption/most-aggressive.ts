import { parseDuration } from "../../../scheduling/values/duration";
import type { PoolTrap } from "../trap";

export const mostAggressive: PoolTrap<"nodePool"> = {
  id: "most-aggressive",
  title: "The most aggressive consolidation there is",
  rank: 110,
  kind: "costly",
  textsFor: ({ nodePool: { consolidationPolicy, consolidateAfter, replicas } }) => {
    const isMostAggressive =
      consolidationPolicy === "WhenEmptyOrUnderutilized" &&
      replicas === undefined &&
      parseDuration(consolidateAfter) === 0;
    if (!isMostAggressive) return [];
    return [
      `WhenEmptyOrUnderutilized after ${consolidateAfter}, the most aggressive setting there is and Karpenter's own where disruption is not written: a running pod may be moved as soon as it fits elsewhere.`,
    ];
  },
};
