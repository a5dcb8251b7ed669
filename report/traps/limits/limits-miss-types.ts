import { counted, listed } from "../../../scheduling/values/wording";
import type { PoolTrap } from "../trap";

export const limitsMissTypes: PoolTrap<"ceiling"> = {
  id: "limits-miss-types",
  title: "Types that no limit counts",
  rank: 245,
  kind: "costly",
  impliedBy: ["costs-without-end", "keys-without-effect"],
  fix: "Limit a resource that every type of the pool has, such as cpu.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { unbounded, limits, types } }) => {
    const limited = Object.keys(limits);
    if (unbounded.length === 0 || limited.length === 0) return [];
    return [
      `No limit stops ${listed(unbounded)} (${unbounded.length} of ${counted(types.length, "type")}). ${unbounded.length === 1 ? "It has" : "They have"} no ${limited.join(" or ")}, and the pool limits nothing else.`,
    ];
  },
};
