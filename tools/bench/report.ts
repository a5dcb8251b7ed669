import { renderTable } from "../../sandbox/summary/table";
import type { Spread, SubjectResult, Verdict } from "./statistics";

/** What a benchmark found. */
export interface BenchReport {
  readonly rounds: number;
  readonly results: readonly SubjectResult[];
  /** Against each floor. */
  readonly verdicts: readonly Verdict[];
}

/** The report as text: a table, and for each floor the aim and whether it is met. */
export function formatBench({ rounds, results, verdicts }: BenchReport): string {
  const table = renderTable(
    {
      head: ["What", "Wall time", "min - max", "Peak memory", "min - max"],
      rows: results.map(({ name, seconds, peakBytes }) => [
        name,
        `${seconds.median.toFixed(2)} s`,
        range(seconds, (value) => value.toFixed(2)),
        peakBytes === undefined ? "-" : `${megabytes(peakBytes.median)} MB`,
        peakBytes === undefined ? "-" : range(peakBytes, megabytes),
      ]),
    },
    undefined,
  );
  const count = rounds === 1 ? "1 round" : `${rounds} rounds`;
  return [
    table,
    "",
    `Medians of ${count}, taken in turn after one round to warm up. Peak memory is the largest sum of`,
    "resident memory over the process tree, polled every 50 ms; the stand-ins are not in it.",
    "Aim: the slowest stack within 1.5 times a floor plus 1 s.",
    ...verdicts.map(verdictText),
  ].join("\n");
}

function verdictText(verdict: Verdict): string {
  const { floorName, gotName, floorSeconds, aimSeconds, gotSeconds, ratio, isMet } = verdict;
  return (
    `- ${floorName}: 1.5 x ${floorSeconds.toFixed(2)} s + 1 s = ${aimSeconds.toFixed(2)} s; ` +
    `got ${gotSeconds.toFixed(2)} s (${ratio.toFixed(2)} times), ${gotName}: ${isMet ? "met" : "not met"}`
  );
}

function range({ min, max }: Spread, format: (value: number) => string): string {
  return `${format(min)} - ${format(max)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
