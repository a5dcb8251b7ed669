import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

import { folderOfSource, mutationFolders } from "../../../dev/mutation/folders";
import {
  survivorsOf,
  withNewerResults,
  type MutantStatus,
  type MutationReport,
  type ReportedMutant,
} from "../../../dev/mutation/mutants";
import { mutationPage } from "../../../dev/mutation/page";
import {
  percentOf,
  scoreOf,
  survivorLine,
  tableText,
  totalOf,
  type Score,
} from "../../../dev/mutation/summary";

const root = path.resolve(__dirname, "../../..");
const file = "scheduling/taints/taints.ts";
const source = 'const a = "x";\nif (a ===\n  b) c();\n';

function mutant(status: MutantStatus, line: number, columns: readonly [number, number], more = {}) {
  const [start, end] = columns;
  return {
    mutatorName: "StringLiteral",
    replacement: '""',
    status,
    location: { start: { line, column: start }, end: { line, column: end } },
    ...more,
  };
}

function report(...mutants: readonly ReportedMutant[]): MutationReport {
  return { files: { [file]: { source, mutants } } };
}

const text = mutant("Survived", 1, [11, 14]);
const condition = mutant("NoCoverage", 2, [5, 8], {
  mutatorName: "ConditionalExpression",
  replacement: "true",
  location: { start: { line: 2, column: 5 }, end: { line: 3, column: 4 } },
});

function score(folder: string, killed: number, survived: number): Score {
  return { folder, mutants: killed + survived, killed, timedOut: 0, survived, noCoverage: 0 };
}

describe("the score of a folder", () => {
  const statuses: readonly MutantStatus[] = [
    "Killed",
    "Killed",
    "Timeout",
    "Survived",
    "NoCoverage",
    "RuntimeError",
    "CompileError",
    "Ignored",
  ];
  const ofAll = scoreOf("taints", report(...statuses.map((status) => mutant(status, 1, [1, 2]))));

  it("counts mutants that were noticed and not noticed, and leaves out those that did not load", () => {
    assert.deepEqual(ofAll, {
      folder: "taints",
      mutants: 5,
      killed: 2,
      timedOut: 1,
      survived: 1,
      noCoverage: 1,
    });
  });

  it("is the share of noticed mutants, with time-outs", () => {
    assert.equal(percentOf(ofAll), 60);
    assert.equal(percentOf(score("empty", 0, 0)), 100);
  });

  it("adds up by mutants, not by folders", () => {
    const total = totalOf([score("a", 90, 10), score("b", 0, 100)]);
    assert.deepEqual(total, { ...score("all", 90, 110), mutants: 200 });
    assert.equal(percentOf(total), 45);
  });

  it("is never rounded up to the wanted score in the table", () => {
    assert.equal(
      tableText([score("taints", 849_999, 150_001)]),
      [
        "folder  mutants  killed  timed out  survived  not reached   score",
        "taints  1000000  849999          0    150001            0  84.9 %",
        "all     1000000  849999          0    150001            0  84.9 %",
      ].join("\n"),
    );
  });
});

describe("the survivors", () => {
  it("are the mutants that survived or were not reached, in the order of the file, with their text", () => {
    const survivors = survivorsOf(report(condition, mutant("Killed", 1, [1, 6]), text));
    assert.deepEqual(survivors.map(survivorLine), [
      'scheduling/taints/taints.ts:1 StringLiteral: "x" → ""',
      "scheduling/taints/taints.ts:2 ConditionalExpression: a === b → true (not reached)",
    ]);
  });

  it("are shortened when they are long, and may be replaced by nothing", () => {
    const long = "x".repeat(51);
    const [survivor] = survivorsOf({
      files: { [file]: { source: long, mutants: [mutant("Survived", 1, [1, 52])] } },
    });
    assert.ok(survivor !== undefined);
    assert.equal(
      survivorLine({ ...survivor, replacement: undefined }),
      `scheduling/taints/taints.ts:1 StringLiteral: ${"x".repeat(49)}… → `,
    );
  });

  it("take the result of a later run, which numbers and orders mutants differently", () => {
    const before = report(text, condition, mutant("Killed", 1, [1, 6]));
    const later = report({ ...condition, status: "Killed" }, { ...text, replacement: "`x`" });
    assert.deepEqual(
      withNewerResults(before, later).files[file]?.mutants.map(({ status }) => status),
      ["Survived", "Killed", "Killed"],
    );
    assert.deepEqual(withNewerResults(before, { files: {} }), before);
  });
});

describe("the page on mutation testing", () => {
  const survivors = [
    ...survivorsOf(report(condition, text, mutant("Survived", 4, [1, 2]))),
    ...survivorsOf({ files: { "scheduling/a.ts": { source, mutants: [text] } } }),
  ];

  it("ends with the scores and the survivors of every file", () => {
    const page = mutationPage({ scores: [score("taints", 8, 2)], survivors });
    assert.equal(
      page.slice(page.indexOf("| folder")),
      `| folder | mutants | killed | timed out | survived | not reached |  score |
| ------ | ------: | -----: | --------: | -------: | ----------: | -----: |
| taints |      10 |      8 |         0 |        2 |           0 | 80.0 % |
| all    |      10 |      8 |         0 |        2 |           0 | 80.0 % |

## Survivors

Per file, the kinds of change with their lines. \`reports/mutation/\` and the output of the command show each change. Many mutants behave like the original: a check that only saves work, or a default that nothing can reach. Some are hidden by a result that is kept for the whole process, such as the expanded catalogue, because Stryker runs many mutants in one process.

- \`scheduling/a.ts\`: StringLiteral 1
- \`scheduling/taints/taints.ts\`: StringLiteral 1, 4; ConditionalExpression 2
`,
    );
  });

  it("says so when there are no survivors", () => {
    assert.match(mutationPage({ scores: [], survivors: [] }), /## Survivors\n\nNone\.\n$/);
  });
});

describe("the measured folders", () => {
  it("own each source below them", () => {
    const owners: Readonly<Record<string, string | undefined>> = {
      "scheduling/taints/taints.ts": "scheduling/taints",
      "scheduling/values/wording.ts": "scheduling/values",
      "report/answers/limits/cost.ts": "report/answers/limits",
      "report/traps/limits/pool-ceiling.ts": "report/traps",
      "scheduling/catalogue/data/instance-types.json": undefined,
      "scheduling/karpenter/karpenter.ts": undefined,
      "infra/resolved/platform-spec.ts": undefined,
      taints: undefined,
    };
    for (const [source, owner] of Object.entries(owners)) {
      assert.equal(folderOfSource(source)?.name, owner, source);
    }
  });

  it("cover the whole model of Karpenter and all answers and traps of the report", () => {
    const sources = ["scheduling", "report/answers", "report/traps"]
      .flatMap(sourcesBelow)
      .filter((source) => !source.startsWith("scheduling/karpenter/"));
    assert.ok(sources.length > 60);
    assert.deepEqual(
      sources.filter((source) => folderOfSource(source) === undefined),
      [],
    );
  });

  it("have tests, and leave out only tests that exist", () => {
    const missing = mutationFolders.flatMap(({ name, tests, slowTests = [] }) => [
      ...(tests.some((pattern) => existsSync(folderOfPattern(pattern))) ? [] : [name]),
      ...[...tests.slice(1), ...slowTests].filter((one) => !existsSync(folderOfPattern(one))),
    ]);
    assert.deepEqual(missing, []);
  });
});

function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name}`);
}

/** The pattern itself if it names a file, else the folder in which it begins to match. */
function folderOfPattern(pattern: string): string {
  return path.join(root, pattern.includes("*") ? pattern.slice(0, pattern.indexOf("*")) : pattern);
}
