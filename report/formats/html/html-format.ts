import { counted, dollars } from "../../../scheduling/values/wording";
import { originText, placeText, pricesText, typeCount } from "../wording/header-text";
import type { ReportModel } from "../../model";
import { shownFindings } from "../wording/shown-findings";
import { groupedTraps } from "../grouping/trap-groups";
import type { ReportFormat } from "../report-format";
import { agentFigure } from "./agents";
import { calendarFigure } from "./calendar";
import { ceilingFigure } from "./ceilings";
import { firstToCorrect, leftOut } from "./first-to-correct";
import { chainFigures } from "./chains";
import { costFigure } from "./costs";
import { evictionTable, unstoppedDetails } from "./evictions";
import { gpuPodTable } from "./gpu-pods";
import { launchBlock } from "./launchable";
import { markup, type Markup } from "./markup";
import { poolTable } from "./pool-table";
import { quotaTable } from "./quotas";
import { style } from "./style";
import { trapList } from "./traps";

/** For a browser: one file, without a script, a font or anything from elsewhere. */
export const htmlFormat = { name: "html", render: pageOf } satisfies ReportFormat;

function pageOf(model: ReportModel): string {
  const sections = sectionsOf(model);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${model.title}: what Karpenter will do</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header class="masthead">
<p class="kind">What Karpenter will do</p>
<h1>${model.title}</h1>
<p>${placeText(model)}</p>
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="main">
${figures(model)}
${firstToCorrect(model)}
${leftOut(model)}
${findings(model)}
${sections.map(
  ({ id, title, lead, content }) =>
    markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p>${lead}</p>${content}</section>`,
)}
</main>
<footer class="foot"><p>${originText(model)}</p></footer>
</body>
</html>
`;
  return page.html;
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly content: Markup;
}

function sectionsOf(model: ReportModel): readonly Section[] {
  const { pools, week } = model;
  return [
    {
      id: "traps",
      title: "Traps",
      lead: "What costs money or work and is not visible in the YAML.",
      content: trapList(model),
    },
    {
      id: "pools",
      title: "Pools",
      lead: "Each pool in a line. The parts below say why.",
      content: poolTable(pools),
    },
    ...workloadSection(model),
    ...gpuPodSection(model),
    {
      id: "limits",
      title: "How far limits reach",
      lead: "What each pool can hold with one instance type. The line marks the limit on devices. If a bar ends before it, another limit is reached first.",
      content: markup`${pools.map(ceilingFigure)}`,
    },
    {
      id: "cost",
      title: "What it may cost",
      lead: costLead(model),
      content: costFigure(model),
    },
    ...quotaSection(model),
    {
      id: "disruption",
      title: "When nodes may be disrupted",
      lead: "What budgets and windows mean in local time.",
      content: markup`${calendarFigure(
        week,
        pools.map(({ calendar }) => calendar),
      )}${evictionTable(pools, week.timeZone)}${unstoppedDetails(pools, week.timeZone)}`,
    },
    {
      id: "types",
      title: "What can be launched, and where",
      lead: typesLead(model),
      content: markup`${pools.map(launchBlock)}`,
    },
    ...agentSection(model),
    {
      id: "sources",
      title: "Assumptions and sources",
      lead: "What the report assumes, and its sources.",
      content: sources(model),
    },
  ];
}

function workloadSection({ workloads }: ReportModel): readonly Section[] {
  if (workloads.length === 0) return [];
  return [
    {
      id: "workloads",
      title: "Where workloads land",
      lead: "By Karpenter's own scheduler, on an empty cluster. Each arrow: EC2 has run out of everything in the box before.",
      content: chainFigures(workloads),
    },
  ];
}

function gpuPodSection({ gpuPods }: ReportModel): readonly Section[] {
  if (gpuPods.length === 0) return [];
  return [
    {
      id: "gpus",
      title: "What a pod gets, by its GPUs",
      lead: "By Karpenter's own scheduler: the instance type and its price.",
      content: gpuPodTable(gpuPods),
    },
  ];
}

function quotaSection({ quotas }: ReportModel): readonly Section[] {
  if (quotas.length === 0) return [];
  return [
    {
      id: "quotas",
      title: "Service quotas",
      lead: "What the account has to admit. EC2 refuses a launch beyond a quota, and by default an account has 0 of most.",
      content: quotaTable(quotas),
    },
  ];
}

function agentSection({ agents }: ReportModel): readonly Section[] {
  if (agents.agents.length === 0) return [];
  return [
    {
      id: "agents",
      title: "Which agents run where",
      lead: "A device that no agent publishes does not exist: its node is paid for and never used.",
      content: agentFigure(agents),
    },
  ];
}

function figures(model: ReportModel): Markup {
  const { pools, cost } = model;
  const { traps, counts } = groupedTraps(model.traps);
  const unbounded =
    cost.unbounded.length === 0
      ? `${dollars(cost.usdPerHour)} an hour, all pools at their limits`
      : `without ${cost.unbounded.join(", ")}: no upper bound`;
  const concerned = new Set(
    traps.flatMap(({ texts }) => texts.flatMap((telling) => telling.pools)),
  );
  const cells: readonly (readonly [string, string, string])[] = [
    ["Pools", String(pools.length), ""],
    ["Instance types they may launch", typeCount(model).toLocaleString("en-US"), ""],
    [
      "At worst a month",
      cost.unbounded.length === pools.length && pools.length > 0
        ? "no bound"
        : dollars(cost.usdPerMonth),
      unbounded,
    ],
    [
      "Traps",
      String(counts.traps),
      concerned.size === 0 ? "" : `in ${counted(concerned.size, "pool")}`,
    ],
  ];
  return markup`<dl class="figures">${cells.map(
    ([term, value, more]) =>
      markup`<div><dt>${term}</dt><dd>${value}<small>${more}</small></dd></div>`,
  )}</dl>`;
}

function findings({ findings: list }: ReportModel): Markup | undefined {
  if (list.length === 0) return undefined;
  return markup`<section aria-labelledby="findings"><h2 id="findings">Not read, or without effect</h2><p>These parts of the manifests were left out, or do nothing.</p><ul class="small">${shownFindings(list).map((finding) => markup`<li class="no">${finding}</li>`)}</ul></section>`;
}

function costLead(model: ReportModel): string {
  return `At the limits, filled with the most expensive nodes that fit: ${pricesText(model)}.`;
}

function typesLead({ pools, place }: ReportModel): string {
  const known = pools.every(({ launchable }) => launchable.zoneIdsAreKnown);
  const names = place.zones.map(({ name }) => name).join(", ");
  return known
    ? `Which zone offers what, in ${names}.`
    : `Which zone id of ${place.region} offers what. A zone name is a different place in each account, and the stack does not say which id each name has.`;
}

function sources({ assumptions, sources: list }: ReportModel): Markup {
  return markup`<ul>${assumptions.map((one) => markup`<li>${one}</li>`)}</ul><div class="scroll" tabindex="0" role="region" aria-label="Sources"><table><thead><tr><th scope="col">What</th><th scope="col">From</th><th scope="col">As of</th></tr></thead><tbody>${list.map(
    ({ what, from, as }) =>
      markup`<tr><th scope="row">${what}</th><td>${from}</td><td class="nowrap">${as}</td></tr>`,
  )}</tbody></table></div>`;
}
