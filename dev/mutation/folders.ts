/** The folders that mutation testing measures one by one, each with its own tests and no others. */

export interface MutationFolder {
  /** Its path from the root of the project. */
  readonly name: string;
  /** The sources that are changed, as Stryker's patterns. */
  readonly mutate: readonly string[];
  /** The tests that have to notice a change, as mocha's patterns. */
  readonly tests: readonly string[];
  /** Test files left out: they start the embedded Karpenter, which takes seconds for every mutant. */
  readonly slowTests?: readonly string[];
  /** Words in the titles of tests left out: these tests go through a year minute by minute. */
  readonly slowTitles?: readonly string[];
}

type Exceptions = Pick<MutationFolder, "slowTests" | "slowTitles"> & {
  /** Tests outside the mirrored folder that hold decisions of this one. */
  readonly moreTests?: readonly string[];
};

export const mutationFolders: readonly MutationFolder[] = [
  mirrored("scheduling/values"),
  mirrored("scheduling/requirements"),
  mirrored("scheduling/taints"),
  mirrored("scheduling/budgets", {
    slowTitles: ["on local clocks, all year", "in both seasons", "a hit every minute"],
  }),
  mirrored("scheduling/node-class"),
  mirrored("scheduling/node-pool"),
  mirrored("scheduling/catalogue"),
  mirrored("scheduling/launchable", { moreTests: ["test/report/answers/launchable/*.test.ts"] }),
  mirrored("scheduling/limits", {
    slowTests: ["test/scheduling/limits/karpenters-round.test.ts"],
  }),
  mirrored("scheduling/agents", { moreTests: ["test/report/answers/agents/*.test.ts"] }),
  mirrored("report/answers/agents"),
  mirrored("report/answers/disruption"),
  mirrored("report/answers/launchable"),
  mirrored("report/answers/limits"),
  mirrored("report/answers/placement", {
    slowTests: ["cheapest-types", "placement", "seed-workloads", "types-that-matter"].map(
      (name) => `test/report/answers/placement/${name}.test.ts`,
    ),
  }),
  mirrored("report/traps", { moreTests: ["test/scheduling/limits/ceilings.test.ts"] }),
];

/** A folder with everything below it, and the tests at the same path under `test/`. */
function mirrored(name: string, { moreTests = [], ...slow }: Exceptions = {}): MutationFolder {
  return {
    name,
    mutate: [`${name}/**/*.ts`],
    tests: [`test/${name}/**/*.test.ts`, ...moreTests],
    ...slow,
  };
}

/** The folder that measures a source; undefined when none does. */
export function folderOfSource(file: string): MutationFolder | undefined {
  return file.endsWith(".ts")
    ? mutationFolders.find(({ name }) => file.startsWith(`${name}/`))
    : undefined;
}
