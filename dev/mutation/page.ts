/** docs/mutation.md: the scores and every mutant that lived. */

import { cellsOf, columns, totalOf, type Score } from "./summary";
import type { Survivor } from "./mutants";

export interface MutationPage {
  readonly scores: readonly Score[];
  readonly survivors: readonly Survivor[];
}

export function mutationPage({ scores, survivors }: MutationPage): string {
  return [intro, table(scores), living(survivors)].join("\n\n") + "\n";
}

const intro = `# Mutation testing of \`scheduling/\`

[Stryker](https://stryker-mutator.io) breaks the model of Karpenter in thousands of small places, one at a time, and runs
the tests: a mutant that they notice is killed, one that lives is a decision that nothing holds. Each folder is judged by
the tests that mirror it under \`test/scheduling/\` and by no others, although much of it is also held by the tests of
folders that use it, by \`npm run oracle\` and by the tests that start the embedded Karpenter. Those last ones are left out,
and so are the few that go through a year by the minute; properties try little. The embedded Karpenter itself is not broken.

\`\`\`sh
npm run mutation                                        # every folder, then this page: most of an hour
npm run mutation -- taints answers/limits               # some of them
npm run mutation -- taints --survivors                  # again, what lived in the last run
npm run mutation -- scheduling/taints/taints.ts         # a file that changed; with :20-40 some of its lines
npm run mutation -- --write-docs                        # this page from the last report of each folder
\`\`\`

The command is no part of the pipeline; it fails where a folder is below 85 %. \`reports/mutation/\` has a page for each
folder. Mutants with which a module does not load are not counted.`;

function table(scores: readonly Score[]): string {
  const rows = [...scores, totalOf(scores)].map(cellsOf);
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, at) =>
    at === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  return [line(columns), line(rule), ...rows.map(line)].join("\n");
}

function living(survivors: readonly Survivor[]): string {
  const heading = "## What lived";
  if (survivors.length === 0) return `${heading}\n\nNothing.`;
  const files = [...new Set(survivors.map(({ file }) => file))].sort();
  const note =
    "By file, the kinds of change with their lines; `reports/mutation/` and the command say what was changed to what. Many do what the original does: a check that only spares work, a default that nothing can reach. Others hide behind an answer that is kept for the whole process, such as the expanded catalogue: Stryker runs many mutants in one process.";
  const items = files.map((file) => {
    const own = survivors.filter((one) => one.file === file);
    return `- \`${file}\`: ${byMutator(own)}`;
  });
  return [heading, note, items.join("\n")].join("\n\n");
}

/** `StringLiteral 12, 40; Regex 7`: the most frequent first. */
function byMutator(survivors: readonly Survivor[]): string {
  const lines = new Map<string, number[]>();
  for (const { mutatorName, location } of survivors) {
    lines.set(mutatorName, [...(lines.get(mutatorName) ?? []), location.start.line]);
  }
  return [...lines]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([name, at]) => `${name} ${at.join(", ")}`)
    .join("; ");
}
