/** The outcome of a comparison as text. */

import { renderTable } from "../../command-line/table";
import type { Outcome } from "./compare";
import type { ExplainedDifference } from "./comparison";

/** With fewer cases, a branch may miss its share by chance. */
const enoughCases = 2000;
const leastShare = 0.01;
const mostExplainedClasses = 10;
const mostExplainedShare = 0.005;

/** Branches that fewer than one case in a hundred reached. Empty when there are too few cases to tell. */
export function rareBranches({ cases, branches }: Outcome): readonly string[] {
  if (cases < enoughCases) return [];
  return [...branches].filter(([, met]) => met < cases * leastShare).map(([name]) => name);
}

/** Whether all areas together have too many explained differences to be exceptions. */
export function tooManyExplained(outcomes: readonly Outcome[]): boolean {
  const classes = outcomes.flatMap(({ explained }) => [...explained.keys()]);
  const cases = sum(outcomes.map(({ cases: count }) => count));
  const differing = sum(outcomes.flatMap(({ explained }) => [...explained.values()]));
  return classes.length > mostExplainedClasses || differing > cases * mostExplainedShare;
}

/** Whether the model agrees with Karpenter and every branch is reached often enough. */
export function isFine(outcome: Outcome): boolean {
  return outcome.disagreement === undefined && rareBranches(outcome).length === 0;
}

/** One line, for a log or the name of a test. */
export function summaryLine(outcome: Outcome): string {
  const { area, seed, cases, replayed, explained, disagreement } = outcome;
  const differing = sum([...explained.values()]);
  const verdict = disagreement === undefined ? "agree" : "DISAGREE";
  const kept = replayed === 0 ? "" : `, ${replayed} kept`;
  return `${area}: ${verdict}, ${grouped(cases)} cases${kept}, seed ${seed}, ${differing} explained differences`;
}

/** A table of how many cases reached each branch. */
export function branchTable({ cases, branches }: Outcome): string {
  const rows = [...branches].map(([name, met]) => [name, grouped(met), share(met, cases)]);
  return renderTable({ head: ["Branch", "Cases", "Share"], rows }, "plain");
}

/** The intended differences, each with a link to the line of Karpenter that explains it. */
export function explainedText(
  { cases, explained }: Outcome,
  known: readonly Pick<ExplainedDifference<never, never>, "id" | "why" | "upstream">[],
): readonly string[] {
  return known.flatMap(({ id, why, upstream }) => {
    const count = explained.get(id) ?? 0;
    return [`- ${id}: ${grouped(count)} (${share(count, cases)}): ${why}`, `  ${upstream}`];
  });
}

/** The smallest case, with the answers of the model and of Karpenter. */
export function disagreementText({ area, seed, disagreement }: Outcome): readonly string[] {
  if (disagreement === undefined) return [];
  const { case: one, mine, theirs, file } = disagreement;
  return [
    `${area}: the model disagrees with Karpenter (seed ${seed})`,
    `  case      ${JSON.stringify(one)}`,
    `  model     ${json(mine)}`,
    `  Karpenter ${json(theirs)}`,
    ...(file === undefined ? [] : [`  kept in ${file}`]),
  ];
}

/** JSON has no Infinity. */
function json(value: unknown): string {
  return value === Infinity ? "no limit" : JSON.stringify(value);
}

function share(count: number, of: number): string {
  return of === 0 ? "-" : `${((100 * count) / of).toFixed(2)} %`;
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
