/** docs/mutation.md: the scores and every mutant that survived. */

import { cellsOf, columns, totalOf, type Score } from "./summary";
import type { Survivor } from "./mutants";

export interface MutationPage {
  readonly scores: readonly Score[];
  readonly survivors: readonly Survivor[];
}

export function mutationPage({ scores, survivors }: MutationPage): string {
  return [intro, table(scores), survivorList(survivors)].join("\n\n") + "\n";
}

const intro = `# Mutation testing

[Stryker](https://stryker-mutator.io) changes the model of Karpenter (\`scheduling/\`) and the report (\`report/answers/\`,
\`report/traps/\`) in thousands of small places, one at a time, and runs the tests. Each change is a mutant. A test that
fails kills the mutant. A mutant that survives shows code that no test checks. The tests at the same path under \`test/\`
measure a folder; \`dev/mutation/folders.ts\` lists the exceptions. Other tests check much of the same code (those of other
folders, \`npm run oracle\`, those that start the embedded Karpenter), but they do not count here. Tests that
start the embedded Karpenter or go through a year minute by minute are left out, and property-based tests try few cases. The
embedded Karpenter itself is not changed.

\`\`\`sh
npm run mutation                                             # every folder, then this page: most of an hour
npm run mutation -- scheduling/taints report/answers/limits  # some folders
npm run mutation -- scheduling/taints --survivors            # only the mutants that survived the last run
npm run mutation -- scheduling/taints/taints.ts              # one file; with :20-40 some of its lines
npm run mutation -- --write-docs                             # this page, from the last report of each folder
\`\`\`

The pipeline does not run this command. It fails when a folder is below 85 %. \`reports/mutation/\` has a page for each
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

function survivorList(survivors: readonly Survivor[]): string {
  const heading = "## Survivors";
  if (survivors.length === 0) return `${heading}\n\nNone.`;
  const files = [...new Set(survivors.map(({ file }) => file))].sort();
  const note =
    "Per file, the kinds of change with their lines. `reports/mutation/` and the output of the command show each change. Many mutants behave like the original: a check that only saves work, or a default that nothing can reach. Some are hidden by a result that is kept for the whole process, such as the expanded catalogue, because Stryker runs many mutants in one process.";
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
