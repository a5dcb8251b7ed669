/** What each stack has a golden file of, in the order in which the test compares them. */
const goldenParts = ["node-classes", "node-pools", "resources"] as const;

/** Stacks among the fixtures that have golden files too: no stack in stacks/ has tiers of its own. */
export const goldenFixtures: readonly string[] = ["staging-us-east-2"];

/** The name before the golden files of a fixture. A stack in stacks/ may have the name of the fixture. */
export function goldenNameOfFixture(stack: string): string {
  return `fixture-${stack}`;
}

/** Name of a golden file: `dev-us-west-2.node-pools.json`. */
export function goldenFile(stack: string, part: (typeof goldenParts)[number]): string {
  return `${stack}.${part}.json`;
}

/** The golden files that these stacks need, sorted. */
export function neededGoldenFiles(stacks: readonly string[]): readonly string[] {
  return stacks.flatMap((stack) => goldenParts.map((part) => goldenFile(stack, part))).sort();
}

/** The files in the folder that belong to no stack any more. */
export function leftoverGoldenFiles(
  files: readonly string[],
  stacks: readonly string[],
): readonly string[] {
  const needed = new Set(neededGoldenFiles(stacks));
  return files.filter((file) => file.endsWith(".json") && !needed.has(file)).sort();
}
