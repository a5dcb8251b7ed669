import { counted, dollars, listed } from "../../../scheduling/values/wording";
import { ageSummary, outlookSummary, unpatchedSummary } from "../wording/age-summary";
import { outcomeOf, outcomeTexts } from "../wording/agent-text";
import { ceilingGroups } from "../grouping/ceiling-groups";
import { reachText } from "../wording/reach-text";
import { whyNowhere } from "../../answers/placement/why-nowhere";
import { poolChain } from "../wording/chain-text";
import { originText, placeText, pricesText, sizeText } from "../wording/header-text";
import type { ReportModel } from "../../model";
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
import { code, escape } from "./escape";
import { folded, foldedUnlessEmpty, section, table } from "./blocks";
import { firstSections } from "./first-sections";

/** How many traps are shown at once; the others are folded. */
const mostTraps = 10;

/** A comment may have 65,536 characters: https://github.com/orgs/community/discussions/27190 */
export const mostCharacters = 65_000;

/** For a comment on a pull request: traps and a table, the rest folded. */
export const markdownFormat = { name: "markdown", render: commentOf } satisfies ReportFormat;

function commentOf(model: ReportModel): string {
  const title = [
    `### What Karpenter will do: ${escape(model.title)}`,
    [placeText(model), sizeText(model)].map(escape).join("\n"),
  ].join("\n\n");
  const foot = `<sub>${escape(originText(model))}</sub>`;
  const parts = [
    ...firstSections(model).flatMap(([heading, lines]) => section(heading, lines)),
    ...section(
      "Not read, or without effect",
      shownFindings(model.findings).map((one) => `- ${escape(one)}`),
    ),
    ...trapParts(model),
    poolTable(model),
    ...foldedParts(model),
  ];
  let length = title.length + foot.length;
  const fitting = parts.filter((part) => {
    if (length + part.length > mostCharacters - 300) return false;
    length += part.length + 2;
    return true;
  });
  const isWhole = fitting.length === parts.length;
  const rest = isWhole
    ? []
    : ["Parts that a comment has no room for are left out; the HTML has them."];
  return `${[title, ...fitting, ...rest, foot].join("\n\n")}\n`;
}

function trapParts(model: ReportModel): readonly string[] {
  const { traps, goodToKnow, counts } = groupedTraps(model.traps);
  const lines = traps.map(trapLines);
  const [shown, more] = [lines.slice(0, mostTraps), lines.slice(mostTraps)];
  return [
    counts.traps === 0
      ? `**Traps: ${escape(noTrapsText(model))}**`
      : `**${counted(counts.traps, "trap")}**`,
    ...(shown.length === 0 ? [] : [shown.join("\n")]),
    ...(more.length === 0 ? [] : [folded(`${more.length} more`, more.join("\n"))]),
    ...(goodToKnow.length === 0
      ? []
      : [folded(`Good to know: ${counts.goodToKnow}`, goodToKnow.map(trapLines).join("\n"))]),
  ];
}

function trapLines({ id, heading, texts }: TrapGroup): string {
  const lines = texts.map(({ pools, text }) => {
    const of = pools.length === 0 ? "" : `**${pools.map(escape).join(", ")}**: `;
    return `${of}${escape(text)}`;
  });
  if (heading === undefined) return lines.map((line) => `- ${line} ${code(id)}`).join("\n");
  return [`- ${escape(heading)} ${code(id)}`, ...lines.map((line) => `  - ${line}`)].join("\n");
}

function poolTable({ pools }: ReportModel): string {
  return table(
    [
      "Pool",
      "Launches",
      "Reaches",
      ">At worst, an hour",
      "Drift may replace nodes",
      "Taints",
      "Class",
      ">Weight",
    ],
    pools.map((pool) => [
      `**${escape(pool.name)}**`,
      escape(launchSummary(pool.launchable)),
      escape(ceilingSummary(pool.ceiling)),
      escape(costSummary(pool.cost)),
      escape(driftSummary(pool.calendar)),
      escape(taintsSummary(pool.nodePool)),
      escape(pool.nodePool.nodeClass),
      weightSummary(pool.nodePool),
    ]),
  );
}

function foldedParts(model: ReportModel): readonly string[] {
  return [
    ...foldedUnlessEmpty("Where workloads land", workloads(model)),
    ...foldedUnlessEmpty("What a pod gets, by its GPUs", gpus(model)),
    folded("How far limits reach", ceilings(model)),
    folded("What it may cost", costs(model)),
    ...foldedUnlessEmpty("Service quotas", quotas(model)),
    folded(`When nodes may be disrupted, in ${escape(model.week.timeZone)}`, disruption(model)),
    folded("What zones offer", zones(model)),
    ...foldedUnlessEmpty("Agents", agents(model)),
    folded("Assumptions and sources", evidence(model)),
  ];
}

function workloads(model: ReportModel): string {
  return table(
    ["Workload", "Lands, and where next when EC2 is out of that"],
    model.workloads.map((workload) => [
      escape(workload.workload),
      [poolChain(workload), ...whyNowhere(workload)].map(escape).join("<br>"),
    ]),
    model.workloads.length,
  );
}

function gpus({ gpuPods }: ReportModel): string {
  const [first] = gpuPods;
  if (first === undefined) return "";
  return [
    table(
      ["Pool", ...gpuPoolHeadings(first)],
      gpuPods.map((pool) => [pool.pool, ...gpuPoolCells(pool)].map(escape)),
    ),
    gpuPodSentences.map((one) => `- ${escape(one)}`).join("\n"),
  ].join("\n\n");
}

function ceilings({ pools }: ReportModel): string {
  const rows = pools.flatMap(({ name, ceiling }) =>
    ceilingGroups(ceiling).map((group) => [
      escape(name),
      escape(limitsText(ceiling.limits)),
      escape(listed(group.types, 2)),
      escape(reachText(group, ceiling.resource, ceiling.deviceLimit)),
    ]),
  );
  return table(["Pool", "Limits", "With", "Reaches"], rows);
}

function costs(model: ReportModel): string {
  const { pools, cost } = model;
  const rows = pools.map(({ name, cost: own }) => [
    escape(name),
    escape(own.nodes.map(({ nodes, type }) => `${nodes} × ${type}`).join(", ")),
    own.usdPerHour === undefined ? costSummary(own) : dollars(own.usdPerHour),
    own.usdPerMonth === undefined ? "" : dollars(own.usdPerMonth),
  ]);
  const total = ["**All pools**", "", dollars(cost.usdPerHour), dollars(cost.usdPerMonth)];
  return [
    table(["Pool", "Nodes at worst", ">An hour", ">A month"], [...rows, total]),
    `By ${escape(pricesText(model))}.`,
  ].join("\n\n");
}

function quotas({ quotas: needs }: ReportModel): string {
  if (needs.length === 0) return "";
  const rows = needs.map(({ name, code: quotaCode, unit, needed, parts }) => [
    escape(name),
    quotaCode,
    unit,
    neededText(needed),
    escape(partsText(parts)),
  ]);
  return [
    table(["Quota", "Code", "Unit", ">Needed", "By"], rows),
    quotaSentences.map((one) => `- ${escape(one)}`).join("\n"),
  ].join("\n\n");
}

function disruption({ pools, week }: ReportModel): string {
  const reasons = calendarReasons(pools);
  const calendar = table(
    ["Pool", ...reasons],
    pools.map(({ name, calendar: own }) => [
      escape(name),
      ...reasons.map((reason) => escape(reasonSummary(own, reason))),
    ]),
  );
  const ages = table(
    ["Pool", "Ordinary pod", "With do-not-disrupt", "Oldest node", "Longest without a patch"],
    pools.map(({ name, firstEviction, nodeAge }) =>
      [
        name,
        outlookSummary(firstEviction.ordinary, week.timeZone),
        outlookSummary(firstEviction.doNotDisrupt, week.timeZone),
        ageSummary(nodeAge.oldestHours),
        unpatchedSummary(nodeAge.unpatchedHours),
      ].map(escape),
    ),
  );
  const title = `First eviction of a pod that starts with the week of ${week.monday}, and age of nodes:`;
  return [calendar, title, ages].join("\n\n");
}

function zones({ pools }: ReportModel): string {
  const rows = pools.flatMap(({ name, launchable }) =>
    zonePatterns(launchable).map(({ families, types, offered }) => {
      const where = launchable.zones.flatMap(({ name: zone, zoneId }, index) => {
        const count = offered[index] ?? 0;
        if (count === 0) return [];
        return [count === types ? (zone ?? zoneId) : `${zone ?? zoneId} (${count} of ${types})`];
      });
      return [name, listed(families, 8), where.join(", ")].map(escape);
    }),
  );
  return table(["Pool", "Families", "Offered in"], rows);
}

function agents({ agents: { agents: all, pools, contracts } }: ReportModel): string {
  const rows = pools.map((pool) => [
    escape(pool),
    ...all.map(({ name }) => {
      const contract = contracts.find((one) => one.pool === pool && one.agent === name);
      return contract === undefined ? "" : outcomeTexts[outcomeOf(contract)];
    }),
  ]);
  return table(["Pool", ...all.map(({ name }) => escape(name))], rows, all.length);
}

function evidence({ assumptions, sources }: ReportModel): string {
  return [
    ...assumptions.map((one) => `- ${escape(one)}`),
    ...sources.map(({ what, from, as }) => `- ${escape(`${what}: ${from} (${as})`)}`),
  ].join("\n");
}
