import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

/**
 * Reported only for accelerated pools. Other pools have hundreds of types, and it surprises nobody that the largest
 * exceed the limits.
 */
export const typesAboveLimits: PoolTrap<"ceiling"> = {
  id: "types-above-limits",
  title: "Types of which one node exceeds the limits",
  rank: 310,
  kind: "good-to-know",
  impliedBy: ["keys-without-effect"],
  fix: "Raise the limit, or leave the types out.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { shut, types, limits, replicas, resource } }) => {
    if (replicas !== undefined || resource === undefined) return [];
    if (shut.length === 0 || shut.length === types.length) return [];
    const bindings = new Set(
      types.filter(({ nodes }) => nodes === 0).map(({ binding }) => binding ?? ""),
    );
    const exceeded = [...bindings].map((binding) => `${binding}: ${String(limits[binding])}`);
    return [
      `${shut.length} of its ${counted(types.length, "type")} can never be launched, because one node exceeds ${exceeded.join(" or ")}: ${listed(shut)}.`,
    ];
  },
};
