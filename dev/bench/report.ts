import { counted } from "../../scheduling/values/wording";
import { renderTable } from "../../command-line/table";
import { formatEngines } from "./scheduling/engine-table";
import type { EngineRow } from "./scheduling/rows";
import type { ReportVerdict, Spread, SubjectResult, Verdict } from "./statistics";

/** The result of a benchmark. */
export interface BenchReport {
  readonly rounds: number;
  readonly results: readonly SubjectResult[];
  /** One comparison with each floor. */
  readonly verdicts: readonly Verdict[];
  readonly reportVerdicts: readonly ReportVerdict[];
  /** Our model, the embedded Karpenter and the native Karpenter. */
  readonly engines: readonly EngineRow[];
}

/** The report as text: tables, and whether each aim is met. */
export function formatBench(report: BenchReport): string {
  const { rounds, results, engines } = report;
  const count = counted(rounds, "round");
  return [
    ...(results.length === 0 ? [] : commandLines(report, count)),
    ...(engines.length === 0 ? [] : formatEngines(engines, count)),
  ].join("\n");
}

function commandLines(
  { results, verdicts, reportVerdicts }: BenchReport,
  count: string,
): readonly string[] {
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
    "plain",
  );
  return [
    table,
    "",
    `Medians of ${count}, taken in turn after one round to warm up. Peak memory is the largest sum of`,
    "resident memory over the process tree, polled every 50 ms; the stand-ins are not in it.",
    ...(verdicts.length === 0
      ? []
      : [
          "Aim: the slowest stack within 1.5 times a floor plus 1 s.",
          ...verdicts.map(verdictText),
        ]),
    ...reportVerdicts.map(reportVerdictText),
  ];
}

function reportVerdictText({ name, aimSeconds, gotSeconds, isMet }: ReportVerdict): string {
  return `Aim: ${name} within ${aimSeconds} s; got ${gotSeconds.toFixed(2)} s: ${isMet ? "met" : "not met"}`;
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
