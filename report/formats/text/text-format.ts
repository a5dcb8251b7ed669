import { dollars, listed } from "../../../scheduling/values/wording";
import { ageSummary, outlookSummary, unpatchedSummary } from "../wording/age-summary";
import { ceilingGroups } from "../grouping/ceiling-groups";
import { reachText } from "../wording/reach-text";
import { whyNowhere } from "../../answers/placement/why-nowhere";
import { poolChain } from "../wording/chain-text";
import { originText, placeText, pricesText, sizeText } from "../wording/header-text";
import type { PoolReport, ReportModel } from "../../model";
import {
  ceilingSummary,
  costSummary,
  driftSummary,
  launchSummary,
  limitsText,
  calendarReasons,
  reasonSummary,
  taintsSummary,
  weightSummary,
} from "../wording/pool-summary";
import { gpuPodSentences, gpuPoolCells, gpuPoolHeadings } from "../wording/gpu-pod-text";
import { neededText, partsText, quotaSentences } from "../wording/quota-text";
import { shownFindings } from "../wording/shown-findings";
import { noTrapsText } from "../wording/no-traps-text";
import { groupedTraps, type TrapGroup } from "../grouping/trap-groups";
import { zonePatterns } from "../grouping/zone-patterns";
import type { ReportFormat } from "../report-format";
import { agentLines } from "./agent-lines";
import { notCheckedText, refusedText, worstText } from "./first-sections";
import { bullet, table, wrapped } from "./layout";
import { plain } from "./plain";

const narrowest = 60;
/** Longer lines are hard to read. */
const widest = 140;

/** For a terminal: traps first, then the pools in a table, then each answer. */
export const textFormat = {
  name: "text",
  render: (model, options) => textOf(model, Math.min(Math.max(options.width, narrowest), widest)),
} satisfies ReportFormat;

function textOf(model: ReportModel, width: number): string {
  const sections = sectionsOf(model, width).filter(([, body]) => body !== "");
  const head = [model.title, placeText(model), sizeText(model)].map((line) => wrapped(line, width));
  const text = [
    head.join("\n"),
    ...sections.map(([title, body]) => `${title}\n${"=".repeat(title.length)}\n${body}`),
    wrapped(originText(model), width),
  ].join("\n\n");
  return `${plain(text)}\n`;
}

function sectionsOf(model: ReportModel, width: number): readonly (readonly [string, string])[] {
  const { pools, week, findings } = model;
  const { traps, goodToKnow, counts } = groupedTraps(model.traps);
  return [
    ["First to correct", worstText(model, width)],
    ["Refused", refusedText(model, width)],
    ["Not checked", notCheckedText(model, width)],
    [
      "Not read, or without effect",
      shownFindings(findings)
        .map((one) => bullet(one, width))
        .join("\n"),
    ],
    [
      counts.traps === 0 ? "Traps" : `Traps: ${counts.traps}`,
      counts.traps === 0 ? noTrapsText(model) : trapText(traps, width),
    ],
    [`Good to know: ${counts.goodToKnow}`, trapText(goodToKnow, width)],
    ["Pools", poolTable(pools, width)],
    ["Where workloads land", workloadText(model, width)],
    ["What a pod gets, by its GPUs", gpuPodTable(model, width)],
    ["How far limits reach", pools.map((pool) => ceilingText(pool, width)).join("\n")],
    ["What it may cost at the limits", costTable(model, width)],
    ["Service quotas", quotaText(model, width)],
    [
      `When nodes may be disrupted, week of ${week.monday} in ${week.timeZone}`,
      disruptionTable(pools, width),
    ],
    ["First eviction of a pod that starts with the week, age of nodes", ageTable(model, width)],
    ["What zones offer", pools.map((pool) => zoneText(pool, width)).join("\n")],
    ["Agents", agentLines(model.agents, width)],
    ["Assumptions", model.assumptions.map((one) => bullet(one, width)).join("\n")],
    [
      "Sources",
      model.sources
        .map(({ what, from, as }) => bullet(`${what}: ${from} (${as})`, width))
        .join("\n"),
    ],
  ];
}

/** Each trap as one paragraph, or as a heading with one paragraph for each text. */
function trapText(groups: readonly TrapGroup[], width: number): string {
  return groups
    .flatMap(({ id, heading, texts }) => {
      const lines = texts.map(({ pools, text }) =>
        pools.length === 0 ? text : `${pools.join(", ")}: ${text}`,
      );
      if (heading === undefined) return lines.map((line) => bullet(`${line} [${id}]`, width));
      const items = lines.map((line) => `  - ${wrapped(line, width - 4, "    ")}`);
      return [bullet(`${heading} [${id}]`, width), ...items];
    })
    .join("\n");
}

function poolTable(pools: readonly PoolReport[], width: number): string {
  return table(
    [
      "pool",
      { heading: "launches", wraps: true },
      { heading: "reaches", wraps: true },
      { heading: "$ an hour", align: "right" },
      { heading: "drift", wraps: true },
      { heading: "taints", wraps: true },
      { heading: "class", wraps: true },
      { heading: "weight", align: "right" },
    ],
    pools.map((pool) => [
      pool.name,
      launchSummary(pool.launchable),
      ceilingSummary(pool.ceiling),
      costSummary(pool.cost),
      driftSummary(pool.calendar),
      taintsSummary(pool.nodePool),
      pool.nodePool.nodeClass,
      weightSummary(pool.nodePool),
    ]),
    width,
  );
}

function workloadText({ workloads }: ReportModel, width: number): string {
  return workloads
    .flatMap((workload) => [
      bullet(`${workload.workload}: ${poolChain(workload)}`, width),
      ...whyNowhere(workload).map((why) => `  - ${wrapped(why, width - 4, "    ")}`),
    ])
    .join("\n");
}

function gpuPodTable({ gpuPods }: ReportModel, width: number): string {
  const [first] = gpuPods;
  if (first === undefined) return "";
  const headings = gpuPoolHeadings(first).map((heading) => ({ heading, wraps: true }));
  const pods = table(
    ["pool", ...headings],
    gpuPods.map((pool) => [pool.pool, ...gpuPoolCells(pool)]),
    width,
  );
  return [pods, ...gpuPodSentences.map((one) => bullet(one, width))].join("\n");
}

/** How many groups of a pool are shown; the JSON has all. */
const mostGroups = 6;

function ceilingText({ name, ceiling }: PoolReport, width: number): string {
  const groups = ceilingGroups(ceiling);
  const { resource, deviceLimit } = ceiling;
  const lines = groups
    .slice(0, mostGroups)
    .map((group) => `${listed(group.types, 2)}: ${reachText(group, resource, deviceLimit)}`);
  const more = groups.length > mostGroups ? [`${groups.length - mostGroups} more groups`] : [];
  return [
    `${name}, limits: ${limitsText(ceiling.limits)}`,
    ...[...lines, ...more].map((line) => `  ${wrapped(line, width - 2, "    ")}`),
  ].join("\n");
}

function costTable(model: ReportModel, width: number): string {
  const { pools, cost } = model;
  const rows = pools.map(({ name, cost: own }) => [
    name,
    own.usdPerHour === undefined ? costSummary(own) : dollars(own.usdPerHour),
    own.usdPerMonth === undefined ? "" : dollars(own.usdPerMonth),
    own.nodes.map(({ nodes, type }) => `${nodes} × ${type}`).join(", "),
  ]);
  const costs = table(
    [
      "pool",
      { heading: "an hour", align: "right" },
      { heading: "a month", align: "right" },
      { heading: "nodes", wraps: true },
    ],
    [...rows, ["all pools", dollars(cost.usdPerHour), dollars(cost.usdPerMonth), ""]],
    width,
  );
  return `${costs}\n${wrapped(`By ${pricesText(model)}.`, width)}`;
}

function quotaText({ quotas }: ReportModel, width: number): string {
  if (quotas.length === 0) return "";
  const rows = quotas.map(({ name, code, unit, needed, parts }) => [
    name,
    code,
    unit,
    neededText(needed),
    partsText(parts),
  ]);
  const needs = table(
    [
      { heading: "quota", wraps: true },
      "code",
      "unit",
      { heading: "needed", align: "right" },
      { heading: "by", wraps: true },
    ],
    rows,
    width,
  );
  return [needs, ...quotaSentences.map((one) => bullet(one, width))].join("\n");
}

function disruptionTable(pools: readonly PoolReport[], width: number): string {
  const reasons = calendarReasons(pools);
  return table(
    ["pool", ...reasons.map((heading) => ({ heading, wraps: true }))],
    pools.map(({ name, calendar }) => [
      name,
      ...reasons.map((reason) => reasonSummary(calendar, reason)),
    ]),
    width,
  );
}

function ageTable({ pools, week }: ReportModel, width: number): string {
  return table(
    [
      "pool",
      { heading: "ordinary pod", wraps: true },
      { heading: "do-not-disrupt", wraps: true },
      { heading: "oldest node", wraps: true },
      { heading: "without a patch", wraps: true },
    ],
    pools.map(({ name, firstEviction, nodeAge }) => [
      name,
      outlookSummary(firstEviction.ordinary, week.timeZone),
      outlookSummary(firstEviction.doNotDisrupt, week.timeZone),
      ageSummary(nodeAge.oldestHours),
      unpatchedSummary(nodeAge.unpatchedHours),
    ]),
    width,
  );
}

function zoneText({ name, launchable }: PoolReport, width: number): string {
  const { zones } = launchable;
  const lines = zonePatterns(launchable).map(({ families, types, offered }) => {
    const where = zones.flatMap(({ name: zone, zoneId }, index) => {
      const count = offered[index] ?? 0;
      if (count === 0) return [];
      return [count === types ? (zone ?? zoneId) : `${zone ?? zoneId} (${count} of ${types})`];
    });
    return `${listed(families, 8)}: ${where.join(", ")}`;
  });
  return [
    `${name}: ${launchSummary(launchable)}`,
    ...lines.map((line) => `  ${wrapped(line, width - 2, "    ")}`),
  ].join("\n");
}
