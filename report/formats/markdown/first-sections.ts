/** What a reader should see first: the worst items, and what is refused or not checked. */

import type { ReportModel } from "../../model";
import { refusedTitle } from "../wording/refusal-words";
import { shownFindings } from "../wording/shown-findings";
import { worstFirst } from "../wording/worst-first";
import { escape } from "./escape";

/** Headings with their lines. */
export function firstSections(
  model: ReportModel,
): readonly (readonly [heading: string, lines: readonly string[]])[] {
  return [
    ["First to correct", worst(model)],
    ["Refused", refusals(model)],
    [
      "Not checked",
      model.notChecked.map(
        ({ pool, file, line, reason }) =>
          `- **${escape(pool)}** (${escape(`${file}:${line}`)}): ${escape(reason)}`,
      ),
    ],
  ];
}

function worst(model: ReportModel): readonly string[] {
  return worstFirst(model).map(({ place, text, fix }, index) => {
    const at = place === undefined ? "" : ` (${escape(place)})`;
    return `${index + 1}. ${escape(text)}${at}. ${escape(fix)}`;
  });
}

function refusals({ refused }: ReportModel): readonly string[] {
  return shownFindings(
    refused.flatMap((one) =>
      one.faults.map((fault) => `${refusedTitle(one)} (${one.file}:${one.line}): ${fault}`),
    ),
  ).map((one) => `- ${escape(one)}`);
}
