/** How many mutants the tests noticed: per folder, and for all folders together. */

import { renderTable } from "../../command-line/table";
import { isSurvivor, type MutationReport, type MutantStatus, type Survivor } from "./mutants";

export interface Score {
  readonly folder: string;
  /** All mutants except those with which a module fails to load: these say nothing about the tests. */
  readonly mutants: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly survived: number;
  readonly noCoverage: number;
}

export function scoreOf(folder: string, report: MutationReport): Score {
  const mutants = Object.values(report.files).flatMap((file) => file.mutants);
  const count = (status: MutantStatus) => mutants.filter((one) => one.status === status).length;
  const noticed = { killed: count("Killed"), timedOut: count("Timeout") };
  const unnoticed = { survived: count("Survived"), noCoverage: count("NoCoverage") };
  const all = noticed.killed + noticed.timedOut + mutants.filter(isSurvivor).length;
  return { folder, mutants: all, ...noticed, ...unnoticed };
}

export function totalOf(scores: readonly Score[]): Score {
  const sum = (column: Exclude<keyof Score, "folder">) =>
    scores.reduce((total, score) => total + score[column], 0);
  return {
    folder: "all",
    mutants: sum("mutants"),
    killed: sum("killed"),
    timedOut: sum("timedOut"),
    survived: sum("survived"),
    noCoverage: sum("noCoverage"),
  };
}

/** The share of mutants that the tests noticed, 0 to 100. A folder without mutants has 100. */
export function percentOf({ mutants, killed, timedOut }: Score): number {
  return mutants === 0 ? 100 : (100 * (killed + timedOut)) / mutants;
}

/** The cells of a row. The score is rounded down, so that 84.99 is never shown as 85. */
export function cellsOf(score: Score): readonly string[] {
  const percent = (Math.floor(percentOf(score) * 10) / 10).toFixed(1);
  const { folder, mutants, killed, timedOut, survived, noCoverage } = score;
  return [folder, ...[mutants, killed, timedOut, survived, noCoverage].map(String), `${percent} %`];
}

export const columns: readonly string[] = [
  "folder",
  "mutants",
  "killed",
  "timed out",
  "survived",
  "not reached",
  "score",
];

/** A table for a terminal. */
export function tableText(scores: readonly Score[]): string {
  const head = columns.map(
    (heading, at) => ({ heading, align: at === 0 ? "left" : "right" }) as const,
  );
  return renderTable({ head, rows: [...scores, totalOf(scores)].map(cellsOf) }, "plain");
}

/** `scheduling/taints/taints.ts:12 StringLiteral: "x" → ""`. */
export function survivorLine(survivor: Survivor): string {
  const { file, location, mutatorName } = survivor;
  return `${file}:${location.start.line} ${mutatorName}: ${changeText(survivor)}`;
}

/** The source text and its replacement, each shortened, on one line. */
function changeText({ original, replacement, status }: Survivor): string {
  const change = `${shortened(original)} → ${shortened(replacement ?? "")}`;
  return status === "NoCoverage" ? `${change} (not reached)` : change;
}

const longest = 50;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
