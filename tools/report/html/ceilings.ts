import { amountOf, counted, listed } from "../../../scheduling/answers/wording";
import { ceilingGroups, reachOf, type CeilingGroup } from "../ceiling-groups";
import type { PoolReport } from "../model";
import { deviceNoun, limitsText } from "../pool-summary";
import { markup, type Markup } from "./markup";
import { picture, rectangle, verticalLine } from "./svg";

/** Bars of one pool that are shown at once; the others are folded. */
const mostBars = 8;

/** How far one pool comes with each of its types, against its limit. */
export function ceilingFigure({ ceiling }: PoolReport): Markup {
  const { pool, limits, resource, deviceLimit, replicas, round } = ceiling;
  const groups = ceilingGroups(ceiling);
  const scale = Math.max(deviceLimit ?? 0, ...groups.map(reachOf).filter(Number.isFinite), 1);
  const bars = groups.map((group) => bar(group, resource, deviceLimit, scale));
  const size =
    replicas === undefined ? `limits ${limitsText(limits)}` : counted(replicas, "replica");
  return markup`<div class="block"><h3>${pool} <span class="soft small">${size}</span></h3>
${bars.length === 0 ? markup`<p>Launches nothing.</p>` : bars.slice(0, mostBars)}
${bars.length > mostBars ? markup`<details><summary>${bars.length - mostBars} more</summary>${bars.slice(mostBars)}</details>` : undefined}
${round === undefined || resource === undefined ? undefined : markup`<p class="small soft">In one scheduling round Karpenter opens at most ${counted(round.nodes, "node")}: it books each at the most that any open type could bring (${bookedText(round.booked)}).</p>`}
</div>`;
}

function bar(
  group: CeilingGroup,
  resource: string | undefined,
  limit: number | undefined,
  scale: number,
): Markup {
  const reach = reachOf(group);
  const width = Number.isFinite(reach) ? (reach / scale) * 100 : 100;
  const text = reachText(group, resource, limit);
  const isShort = limit !== undefined && group.binding !== resource && reach < limit;
  const content = [
    rectangle({ x: 0, width: 100, y: 3, height: 12 }, "track"),
    rectangle({ x: 0, width, y: 3, height: 12 }, isShort ? "bar short" : "bar", text),
    ...(limit === undefined ? [] : [verticalLine((limit / scale) * 100, 0, 18, "limit")]),
  ];
  return markup`<div class="strip"><div class="name">${listed(group.types, 2)}</div><div>${picture({
    title: `Ceiling with ${listed(group.types)}`,
    description: `${text}.`,
    height: 18,
    content,
  })}<span class="small${isShort ? " warn" : " soft"}">${text}</span></div></div>`;
}

function reachText(
  group: CeilingGroup,
  resource: string | undefined,
  limit: number | undefined,
): string {
  const { nodes, devices, binding } = group;
  if (nodes === undefined) return "no limit stops it";
  const inNodes =
    nodes.least === nodes.most
      ? counted(nodes.most, "node")
      : `${nodes.least.toLocaleString("en-US")} to ${counted(nodes.most, "node")}`;
  const of = limit === undefined ? "" : ` of ${limit.toLocaleString("en-US")}`;
  const reach =
    devices === undefined || resource === undefined
      ? inNodes
      : `${devices.toLocaleString("en-US")}${of} ${deviceNoun(resource)} on ${inNodes}`;
  return binding === undefined ? reach : `${reach}; ${binding} binds`;
}

function bookedText(booked: Readonly<Record<string, number>>): string {
  return Object.entries(booked)
    .map(([resource, amount]) => `${resource} ${amountOf(resource, amount)}`)
    .join(", ");
}
