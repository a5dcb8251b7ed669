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

const whole = [
  "values",
  "requirements",
  "taints",
  "catalogue",
  "node-pool",
  "answers/agents",
  "answers/disruption",
  "answers/launchable",
];

export const mutationFolders: readonly MutationFolder[] = [
  ...whole.map((name) => ({
    name,
    mutate: [`scheduling/${name}/**/*.ts`],
    tests: [`test/scheduling/${name}/**/*.test.ts`],
  })),
  {
    name: "disruption",
    mutate: ["scheduling/disruption/**/*.ts"],
    tests: ["test/scheduling/disruption/**/*.test.ts"],
    slowTitles: ["all year", "a whole year"],
  },
  {
    name: "answers/limits",
    mutate: ["scheduling/answers/limits/**/*.ts"],
    tests: ["test/scheduling/answers/limits/**/*.test.ts"],
    slowTests: ["test/scheduling/answers/limits/karpenters-round.test.ts"],
  },
  {
    name: "answers/placement",
    mutate: ["scheduling/answers/placement/**/*.ts"],
    tests: ["test/scheduling/answers/placement/**/*.test.ts"],
    slowTests: [
      "test/scheduling/answers/placement/placement.test.ts",
      "test/scheduling/answers/placement/seed-workloads.test.ts",
      "test/scheduling/answers/placement/types-that-matter.test.ts",
      "test/scheduling/answers/placement/cheapest-types.test.ts",
    ],
  },
  {
    name: "answers",
    mutate: ["scheduling/answers/*.ts"],
    tests: ["test/scheduling/answers/*.test.ts"],
  },
];

/** The folder that a source belongs to, or undefined where none judges it. */
export function folderOfSource(file: string): MutationFolder | undefined {
  const name = /^scheduling\/(.+)\/[^/]+\.ts$/.exec(file)?.[1];
  return mutationFolders.find((folder) => folder.name === name);
}
