import type { ReportModel } from "../../model";
import { shownFindings } from "../wording/shown-findings";
import { refusedTitle } from "../wording/refusal-words";
import { worstFirst } from "../wording/worst-first";
import { markup, type Markup } from "./markup";

/** The worst items, with their place and what to do. */
export function firstToCorrect(model: ReportModel): Markup | undefined {
  const items = worstFirst(model);
  if (items.length === 0) return undefined;
  return markup`<section aria-labelledby="first"><h2 id="first">First to correct</h2><ol>${items.map(
    ({ place, text, fix }) =>
      markup`<li><strong>${text}</strong>${place === undefined ? undefined : markup` <span class="soft">${place}</span>`}<br>${fix}</li>`,
  )}</ol></section>`;
}

/** Pools and workloads of which nothing else is said. */
export function leftOut({ refused, notChecked }: ReportModel): Markup | undefined {
  const lines = [
    ...refused.flatMap((one) =>
      one.faults.map((fault) => `${refusedTitle(one)} (${one.file}:${one.line}): ${fault}`),
    ),
    ...notChecked.map(
      ({ pool, file, line, reason }) => `${pool} (${file}:${line}) is not checked: ${reason}`,
    ),
  ];
  if (lines.length === 0) return undefined;
  return markup`<section aria-labelledby="left-out"><h2 id="left-out">Refused, or not checked</h2><ul class="small">${shownFindings(lines).map((line) => markup`<li class="no">${line}</li>`)}</ul></section>`;
}
