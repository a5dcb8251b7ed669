import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { fixtureResources } from "../../dev/generate/policy-fixture";
import type { FixtureResource } from "../../dev/generate/policy-fixture";

/** One or more resources under test/fixtures/policies, with what the pack is to find in it. */
export interface PolicyFixture {
  /** Folder of the rule. */
  readonly rule: string;
  readonly kind: "good" | "bad";
  /** File name without its ending. */
  readonly name: string;
  readonly file: string;
  readonly resources: readonly FixtureResource[];
  /** `<rule id> <path>` of every finding of any rule, from the file's header. */
  readonly finds: readonly string[];
}

export const fixturesFolder = path.resolve(__dirname, "../fixtures/policies");

/** All fixtures, ordered by file. */
export function policyFixtures(): readonly PolicyFixture[] {
  return readdirSync(fixturesFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map(readFixture);
}

function readFixture(file: string): PolicyFixture {
  const [rule = "", kind = "", name = ""] = file.split(path.sep);
  if (kind !== "good" && kind !== "bad")
    throw new Error(`${file}: expected <rule>/good or <rule>/bad`);
  const text = readFileSync(path.join(fixturesFolder, file), "utf8");
  return {
    rule,
    kind,
    name: path.basename(name, ".yaml"),
    file,
    resources: fixtureResources(text),
    finds: [...text.matchAll(/^# finds: (.+)$/gm)].map(([, found = ""]) => found),
  };
}
