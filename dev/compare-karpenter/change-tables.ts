/** The comparison as text: one section for each subject, then the defaults. */

import { renderTable } from "../../command-line/table";
import type { Change } from "./changes";

/** The answers about one subject. */
export interface SubjectChanges {
  readonly name: string;
  readonly launches: readonly Change[];
  readonly launchesCompared: number;
  readonly disruptions: readonly Change[];
  readonly disruptionsCompared: number;
}

export interface Comparison {
  readonly older: string;
  readonly newer: string;
  readonly subjects: readonly SubjectChanges[];
  readonly defaults: readonly Change[];
}

/** @param width of the terminal; undefined for a file or a pipe */
export function comparisonText(
  { older, newer, subjects, defaults }: Comparison,
  width: number | undefined,
): string {
  const table = (heading: string, changes: readonly Change[]): string =>
    renderTable(
      {
        head: [heading, `Karpenter ${older}`, `Karpenter ${newer}`],
        rows: changes.map((change) => [change.item, cell(change.older), cell(change.newer)]),
      },
      "underlined",
      width,
    );
  const part = (title: string, compared: number, heading: string, changes: readonly Change[]) => [
    `${title}: ${compared} compared, ${changes.length} differ`,
    ...(changes.length === 0 ? [] : ["", table(heading, changes), ""]),
  ];
  return [
    ...subjects.flatMap((subject) => [
      `== ${subject.name}`,
      ...part("Launches", subject.launchesCompared, "Pod", subject.launches),
      ...part("Budgets", subject.disruptionsCompared, "Pool and reason", subject.disruptions),
      "",
    ]),
    "== Defaults and fields",
    ...(defaults.length === 0 ? ["none differ"] : [table("Field", defaults)]),
  ]
    .join("\n")
    .replace(/\n{3,}/g, "\n\n");
}

function cell(text: string | undefined): string {
  return text ?? "not there";
}
