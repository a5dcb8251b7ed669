import type { PoolCeiling } from "../../../scheduling/limits/ceilings";
import { amountOf, counted, listed } from "../../../scheduling/values/wording";
import { ceilingGroups, type CeilingGroup } from "../grouping/ceiling-groups";
import { isShort, reachText } from "../wording/reach-text";
import type { PoolReport } from "../../model";
import { limitsText } from "../wording/pool-summary";
import { markup, type Markup } from "./markup";
import { picture, rectangle, verticalLine } from "./svg";

/** How many bars of a pool are shown at once; the others are folded. */
const mostBars = 8;

/** How many devices one pool can hold with each of its instance types, beside its limit. */
export function ceilingFigure({ ceiling }: PoolReport): Markup {
  const { pool, limits, replicas } = ceiling;
  const bars = ceilingGroups(ceiling).map((group) => bar(group, ceiling));
  const size =
    replicas === undefined
      ? `limits: ${limitsText(limits)}`
      : `static, ${counted(replicas, "node")}`;
  return markup`<div class="block"><h3>${pool} <span class="aside">${size}</span></h3>
${bars.length === 0 ? markup`<p>Launches nothing.</p>` : bars.slice(0, mostBars)}
${bars.length > mostBars ? markup`<details><summary>${bars.length - mostBars} more</summary>${bars.slice(mostBars)}</details>` : undefined}
${roundText(ceiling)}</div>`;
}

/**
 * One bar. In a pool with devices its length is the number of devices. In another pool it is the share of the pool's
 * types.
 */
function bar(group: CeilingGroup, ceiling: PoolCeiling): Markup {
  const { resource, deviceLimit, types } = ceiling;
  const short = isShort(group, resource, deviceLimit);
  const text = reachText(group, resource, deviceLimit);
  const width =
    resource === undefined
      ? (group.types.length / types.length) * 100
      : group.nodes === undefined
        ? 100
        : ((group.devices ?? 0) / scaleOf(ceiling)) * 100;
  const content = [
    rectangle({ x: 0, width: 100, y: 3, height: 12 }, "track"),
    rectangle({ x: 0, width, y: 3, height: 12 }, short ? "short" : "bar", text),
    ...(deviceLimit === undefined || resource === undefined
      ? []
      : [verticalLine((deviceLimit / scaleOf(ceiling)) * 100, 0, 18, "limit")]),
  ];
  const name =
    resource === undefined && group.types.length > 2
      ? markup`${counted(group.types.length, "type")} <span class="soft">${listed(group.types, 1)}</span>`
      : markup`${listed(group.types, 2)}`;
  return markup`<div class="strip top"><div class="name">${name}</div><div>${picture({
    title: `Ceiling with ${listed(group.types)}`,
    description: `${text}.`,
    height: 18,
    content,
  })}<span class="small ${short ? "warn" : "soft"}">${text}</span></div></div>`;
}

/** The number of devices of a full-width bar: the limit, or the most devices if some type brings more. */
function scaleOf({ deviceLimit = 0, types }: PoolCeiling): number {
  return types.reduce((most, { devices = 0 }) => Math.max(most, devices), Math.max(1, deviceLimit));
}

/** Only for pools in which one round opens fewer nodes than the limits admit. */
function roundText({ round, types, resource }: PoolCeiling): Markup | undefined {
  const most = types.reduce((max, { nodes = 0 }) => Math.max(max, nodes), 0);
  if (round === undefined || resource === undefined || round.nodes >= most) return undefined;
  const booked = Object.entries(round.booked).map(
    ([name, amount]) => `${amountOf(name, amount)} ${name}`,
  );
  return markup`<p class="small soft">One scheduling round opens at most ${counted(round.nodes, "node")}, each booked at ${booked.join(", ")}.</p>`;
}
