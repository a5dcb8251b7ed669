/** The times of the engines for each question, as text. */

import { renderTable } from "../../../command-line/table";
import type { Spread } from "../statistics";
import type { EngineName, EngineRow } from "./rows";

const titles: Readonly<Record<EngineName, string>> = {
  typescript: "TypeScript model",
  embedded: "embedded Karpenter",
  native: "native Karpenter",
};

/** @param rounds text for the heading, such as `5 rounds` */
export function formatEngines(rows: readonly EngineRow[], rounds: string): readonly string[] {
  const table = renderTable(
    {
      head: ["Question", "Engine", "Start", "First", "min - max", "Again", "Peak memory"],
      rows: rows.map((row) => [
        row.question,
        titles[row.engine],
        milliseconds(row.startSeconds.median),
        milliseconds(row.firstSeconds.median),
        range(row.firstSeconds),
        milliseconds(row.againSeconds.median),
        row.peakBytes === undefined ? "-" : `${(row.peakBytes.median / 1e6).toFixed(0)} MB`,
      ]),
    },
    "plain",
  );
  return [
    "",
    table,
    "",
    `Medians of ${rounds} in turn, each in a process of its own; equal answers are made sure of. Start is until the`,
    "engine can be asked. First has what it builds for the question, such as the catalogue; again is the median of",
    "up to five times after that. Peak memory is the engine's process alone, Node.js and its modules included.",
  ];
}

function range({ min, max }: Spread): string {
  return `${milliseconds(min)} - ${milliseconds(max)}`;
}

function milliseconds(seconds: number): string {
  const value = seconds * 1000;
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
