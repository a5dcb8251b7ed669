/** docs/mutation.md: the scores and every mutant that lived. */

import { changeText, cellsOf, columns, totalOf, type Score } from "./summary";
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
the tests: a mutant that they notice is killed, one that they do not is a decision that nothing holds. Each folder is
judged by the tests that mirror it under \`test/scheduling/\` and by no others; properties try little there. The embedded
Karpenter (\`scheduling/karpenter\`) is not broken: \`npm run oracle\` judges the rest by it.

\`\`\`sh
npm run mutation                                             # all folders: about an hour on one core
npm run mutation -- taints answers/limits                    # some of them
npm run mutation -- taints --survivors                       # again, those that lived alone
npm run mutation -- scheduling/taints/taints.ts:20-40        # some lines
npm run mutation -- --write-docs                             # this page, once every folder has run
\`\`\`

It is no part of the pipeline. The command fails below 85 %. Not counted: mutants with which a module does not load.`;

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
  const heading = `## What lived`;
  if (survivors.length === 0) return `${heading}\n\nNothing.`;
  const files = [...new Set(survivors.map(({ file }) => file))].sort();
  const note =
    "By file and line: what stood there → what replaced it. Many are equal to the original: a check that only spares work, a default that nothing can reach.";
  const sections = files.map((file) => {
    const lines = survivors.filter((one) => one.file === file).map(survivorItem);
    return `### ${file}\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\``;
  });
  return [heading, note, ...sections].join("\n\n");
}

function survivorItem(survivor: Survivor): string {
  return `${survivor.location.start.line}: ${survivor.mutatorName}: ${changeText(survivor)}`;
}
