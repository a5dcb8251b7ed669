import { parseDuration } from "../../../scheduling/values/duration";
import type { PoolTrap } from "../trap";

export const mostAggressive: PoolTrap<"nodePool"> = {
  id: "most-aggressive",
  title: "The most aggressive consolidation there is",
  rank: 110,
  kind: "costly",
  fix: "Set consolidateAfter to some minutes, or consolidationPolicy to WhenEmpty.",
  at: ["spec", "disruption"],
  textsFor: ({ nodePool: { consolidationPolicy, consolidateAfter, replicas } }) => {
    const isMostAggressive =
      consolidationPolicy === "WhenEmptyOrUnderutilized" &&
      replicas === undefined &&
      parseDuration(consolidateAfter) === 0;
    if (!isMostAggressive) return [];
    return [
      `WhenEmptyOrUnderutilized after ${consolidateAfter}. This is Karpenter's default and its most aggressive setting: it may move a running pod as soon as the pod fits elsewhere.`,
    ];
  },
};
