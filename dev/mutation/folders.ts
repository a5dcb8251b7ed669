/** The parts of `scheduling/` that are judged one by one, each by the tests that mirror it and no others. */

export interface MutationFolder {
  /** Its path below `scheduling/`. */
  readonly name: string;
  /** The sources that are broken, as Stryker's patterns. */
  readonly mutate: readonly string[];
  /** The tests that have to notice. */
  readonly tests: readonly string[];
  /** Files of them left out: they start the embedded Karpenter, which takes seconds for every mutant. */
  readonly slowTests?: readonly string[];
  /** What the titles of tests say that go through a year by the minute; they are left out too. */
  readonly slowTitles?: readonly string[];
}

export const mutationFolders: readonly MutationFolder[] = [
  judged("values"),
  judged("requirements"),
  judged("taints"),
  judged("catalogue"),
  judged("disruption", {
    slowTitles: ["on local clocks, all year", "in both seasons", "a hit every minute"],
  }),
  judged("node-pool"),
  judged("answers/agents"),
  judged("answers/disruption"),
  judged("answers/launchable"),
  judged("answers/limits", {
    slowTests: ["test/scheduling/limits/karpenters-round.test.ts"],
  }),
  judged("answers/placement", {
    slowTests: ["cheapest-types", "placement", "seed-workloads", "types-that-matter"].map(
      (name) => `test/report/answers/placement/${name}.test.ts`,
    ),
  }),
  // The two files beside those folders.
  judged("answers"),
];

function judged(
  name: string,
  slow: Pick<MutationFolder, "slowTests" | "slowTitles"> = {},
): MutationFolder {
  return {
    name,
    mutate: [`scheduling/${name}/*.ts`],
    tests: [`test/scheduling/${name}/*.test.ts`],
    ...slow,
  };
}

/** The folder that a source belongs to, or undefined where none judges it. */
export function folderOfSource(file: string): MutationFolder | undefined {
  const name = /^scheduling\/(.+)\/[^/]+\.ts$/.exec(file)?.[1];
  return mutationFolders.find((folder) => folder.name === name);
}
