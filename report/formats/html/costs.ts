import type { PoolCost } from "../../answers/limits/cost";
import { counted, dollars } from "../../../scheduling/values/wording";
import type { ReportModel } from "../../model";
import { markup, type Markup } from "./markup";
import { picture, rectangle } from "./svg";

/** A bar and a line of numbers for each pool, the most expensive pool first. */
export function costFigure({ pools, cost }: ReportModel): Markup {
  const costs = pools
    .map((pool) => pool.cost)
    .sort((a, b) => (b.usdPerHour ?? -1) - (a.usdPerHour ?? -1));
  const most = Math.max(1, ...costs.map(({ usdPerHour }) => usdPerHour ?? 0));
  return markup`<figure>${costs.map((one) => costRow(one, most))}
<div class="strip top total"><div class="name">All pools</div><div>${dollars(cost.usdPerHour)} an hour, ${dollars(cost.usdPerMonth)} a month${cost.unbounded.length === 0 ? "" : `, without ${cost.unbounded.join(", ")}`}</div></div></figure>
<details><summary>As a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Dollars by pool"><table><thead><tr><th scope="col">Pool</th><th scope="col">Nodes at worst</th><th scope="col" class="number">An hour</th><th scope="col" class="number">A month</th></tr></thead><tbody>${costs.map(
    (one) =>
      markup`<tr><th scope="row">${one.pool}</th><td>${nodesText(one)}</td><td class="number">${amount(one.usdPerHour)}</td><td class="number">${amount(one.usdPerMonth)}</td></tr>`,
  )}</tbody><tfoot><tr><th scope="row">All pools</th><td></td><td class="number">${dollars(cost.usdPerHour)}</td><td class="number">${dollars(cost.usdPerMonth)}</td></tr></tfoot></table></div></details>
${cost.unpriced.length === 0 ? undefined : markup`<p class="small soft">Without a price, and left out: ${cost.unpriced.join(", ")}.</p>`}`;
}

function costRow(cost: PoolCost, most: number): Markup {
  const { pool, usdPerHour, kind } = cost;
  const text = costText(cost);
  const isEndless = kind === "unbounded";
  const width = isEndless ? 100 : ((usdPerHour ?? 0) / most) * 100;
  return markup`<div class="strip top"><div class="name">${pool}</div><div>${picture({
    title: `Cost of ${pool} at its limits`,
    description: `${text}.`,
    height: 18,
    content: [
      rectangle({ x: 0, width: 100, y: 3, height: 12 }, "track"),
      rectangle({ x: 0, width, y: 3, height: 12 }, isEndless ? "short" : "bar", text),
    ],
  })}<span class="small ${isEndless ? "warn" : ""}">${text}</span> <span class="small soft">${nodesText(cost)}</span></div></div>`;
}

function costText({ kind, usdPerHour = 0, usdPerMonth = 0 }: PoolCost): string {
  switch (kind) {
    case "bounded":
      return `${dollars(usdPerHour)} an hour, ${dollars(usdPerMonth)} a month`;
    case "unbounded":
      return "No upper bound";
    case "nothing":
      return "Nothing to launch";
  }
}

function nodesText({ kind, nodes, unboundedTypes, dearest }: PoolCost): string {
  if (kind === "unbounded") {
    const each =
      dearest === undefined
        ? ""
        : `; one ${dearest.type} is ${dollars(dearest.usdPerHour)} an hour`;
    return `no limit stops ${counted(unboundedTypes.length, "type")}${each}`;
  }
  return nodes.map(({ nodes: count, type }) => `${count} × ${type}`).join(", ");
}

function amount(usd: number | undefined): string {
  return usd === undefined ? "–" : dollars(usd);
}
