import { dollars, listed } from "../../../scheduling/values/wording";
import { priceBasisText } from "../../answers/limits/price-basis";
import type { PoolTrap } from "../trap";

export const costsWithoutEnd: PoolTrap<"cost" | "launchable"> = {
  id: "costs-without-end",
  title: "Costs without end",
  rank: 60,
  kind: "costly",
  textsFor: ({
    cost: { kind, dearest, unboundedTypes, unpriced, prices },
    launchable: { region },
  }) => {
    if (kind !== "unbounded") return [];
    const node =
      dearest === undefined
        ? ""
        : ` Its most expensive node, ${dearest.type}, costs ${dollars(dearest.usdPerHour)} an hour (${priceBasisText(prices, region)}).`;
    const without =
      unpriced.length === 0 ? "" : ` Without a price, and not in the sum: ${listed(unpriced)}.`;
    return [`Costs without end: no limit stops ${listed(unboundedTypes)}.${node}${without}`];
  },
};
