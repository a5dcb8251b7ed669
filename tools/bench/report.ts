import { renderTable } from "../../sandbox/summary/table";
import type { Spread, SubjectResult, Verdict } from "./statistics";

/** What a benchmark found. */
export interface BenchReport {
  readonly rounds: number;
  readonly results: readonly SubjectResult[];
  readonly verdict: Verdict;
}

/** The report as text: a table, the ratio against the floor, and the aim. */
export function formatBench({ rounds, results, verdict }: BenchReport): string {
  const floor = verdict.floorSeconds;
  const table = renderTable(
    {
      head: ["What", "Wall time", "min - max", "Times the floor", "Peak memory", "min - max"],
      rows: results.map(({ name, seconds, peakBytes }) => [
        name,
        `${seconds.median.toFixed(2)} s`,
        range(seconds, (value) => value.toFixed(2)),
        `${(seconds.median / floor).toFixed(2)}`,
        peakBytes === undefined ? "-" : `${megabytes(peakBytes.median)} MB`,
        peakBytes === undefined ? "-" : range(peakBytes, megabytes),
      ]),
    },
    undefined,
  );
  const count = rounds === 1 ? "1 round" : `${rounds} rounds`;
  const aim = verdict.aimSeconds.toFixed(2);
  return [
    table,
    "",
    `Medians of ${count}, taken in turn after one round to warm up. Peak memory is the largest sum of`,
    "resident memory over the process tree, polled every 50 ms; the stand-ins are not in it.",
    `Aim: the stack with the policy pack within 1.5 times the floor plus 1 s = ${aim} s; ` +
      `got ${verdict.gotSeconds.toFixed(2)} s (${verdict.ratio.toFixed(2)} times the floor): ` +
      (verdict.isMet ? "met" : "not met"),
  ].join("\n");
}

function range({ min, max }: Spread, format: (value: number) => string): string {
  return `${format(min)} - ${format(max)}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(0);
}
