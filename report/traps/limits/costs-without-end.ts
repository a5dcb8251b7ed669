import { counted, dollars, listed } from "../../../scheduling/values/wording";
import { priceBasisText } from "../../answers/limits/price-basis";
import type { PoolTrap } from "../trap";

export const costsWithoutEnd: PoolTrap<"cost" | "launchable" | "ceiling"> = {
  id: "costs-without-end",
  title: "Costs without end",
  rank: 60,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Limit a resource that every type of the pool has, such as cpu.",
  at: ["spec", "limits"],
  textsFor: ({
    cost: { kind, dearest, unboundedTypes, unpriced, prices },
    launchable: { region },
    ceiling: { limits, types },
  }) => {
    if (kind !== "unbounded") return [];
    const node =
      dearest === undefined
        ? ""
        : ` Its most expensive node, ${dearest.type}, costs ${dollars(dearest.usdPerHour)} an hour (${priceBasisText(prices, region)}).`;
    const without =
      unpriced.length === 0 ? "" : ` Without a price, and not in the sum: ${listed(unpriced)}.`;
    return [
      `Costs without end: ${whyText(limits, unboundedTypes, types.length)}.${node}${without}`,
    ];
  },
};

function whyText(
  limits: Readonly<Record<string, unknown>>,
  unbounded: readonly string[],
  types: number,
): string {
  const limited = Object.keys(limits);
  if (limited.length === 0) return "the pool has no limits";
  const have = unbounded.length === 1 ? "has" : "have";
  return `no limit stops ${listed(unbounded)} (${unbounded.length} of ${counted(types, "type")}), which ${have} no ${limited.join(" or ")}`;
}
