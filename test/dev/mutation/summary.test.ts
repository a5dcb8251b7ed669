import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

import { folderOfSource, mutationFolders } from "../../../dev/mutation/folders";
import {
  survivorsOf,
  withVerdicts,
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

  it("counts what was noticed and what was not, and leaves out what did not load", () => {
    assert.deepEqual(ofAll, {
      folder: "taints",
      mutants: 5,
      killed: 2,
      timedOut: 1,
      survived: 1,
      noCoverage: 1,
    });
  });

  it("is the share of what was noticed, a time-out too", () => {
    assert.equal(percentOf(ofAll), 60);
    assert.equal(percentOf(score("empty", 0, 0)), 100);
  });

  it("adds up by mutants, not by folders", () => {
    const total = totalOf([score("a", 90, 10), score("b", 0, 100)]);
    assert.deepEqual(total, { ...score("all", 90, 110), mutants: 200 });
    assert.equal(percentOf(total), 45);
  });

  it("is a table that never rounds up to what is wanted", () => {
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

describe("what lived", () => {
  it("is what survived or was not reached, in the order of the file, with its text", () => {
    const survivors = survivorsOf(report(condition, mutant("Killed", 1, [1, 6]), text));
    assert.deepEqual(survivors.map(survivorLine), [
      'scheduling/taints/taints.ts:1 StringLiteral: "x" → ""',
      "scheduling/taints/taints.ts:2 ConditionalExpression: a === b → true (not reached)",
    ]);
  });

  it("is shortened where it is long, and may be replaced by nothing", () => {
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

  it("is corrected by a later run of some, which numbers and orders them otherwise", () => {
    const before = report(text, condition, mutant("Killed", 1, [1, 6]));
    const later = report({ ...condition, status: "Killed" }, { ...text, replacement: "`x`" });
    assert.deepEqual(
      withVerdicts(before, later).files[file]?.mutants.map(({ status }) => status),
      ["Survived", "Killed", "Killed"],
    );
    assert.deepEqual(withVerdicts(before, { files: {} }), before);
  });
});

describe("the page on mutation testing", () => {
  const survivors = [
    ...survivorsOf(report(condition, text, mutant("Survived", 4, [1, 2]))),
    ...survivorsOf({ files: { "scheduling/a.ts": { source, mutants: [text] } } }),
  ];

  it("ends with the scores and every mutant that lived, by file", () => {
    const page = mutationPage({ scores: [score("taints", 8, 2)], survivors });
    assert.equal(
      page.slice(page.indexOf("| folder")),
      `| folder | mutants | killed | timed out | survived | not reached |  score |
| ------ | ------: | -----: | --------: | -------: | ----------: | -----: |
| taints |      10 |      8 |         0 |        2 |           0 | 80.0 % |
| all    |      10 |      8 |         0 |        2 |           0 | 80.0 % |

## What lived

By file, the kinds of change with their lines; \`reports/mutation/\` and the command say what was changed to what. Many do what the original does: a check that only spares work, a default that nothing can reach. Others hide behind an answer that is kept for the whole process, such as the expanded catalogue: Stryker runs many mutants in one process.

- \`scheduling/a.ts\`: StringLiteral 1
- \`scheduling/taints/taints.ts\`: StringLiteral 1, 4; ConditionalExpression 2
`,
    );
  });

  it("says so where nothing lived", () => {
    assert.match(mutationPage({ scores: [], survivors: [] }), /## What lived\n\nNothing\.\n$/);
  });
});

describe("the folders that are judged", () => {
  it("have each source of the model in one of them, by its path", () => {
    assert.equal(folderOfSource("scheduling/taints/taints.ts")?.name, "taints");
    assert.equal(folderOfSource("report/answers/limits/cost.ts")?.name, "answers/limits");
    assert.equal(folderOfSource("scheduling/values/wording.ts")?.name, "answers");
    for (const other of [
      "scheduling/karpenter/karpenter.ts",
      "infra/resolved/platform-spec.ts",
      "taints",
    ]) {
      assert.equal(folderOfSource(other), undefined);
    }
  });

  it("leave nothing of the model out", () => {
    const sources = readdirSync(path.join(root, "scheduling"), {
      recursive: true,
      encoding: "utf8",
    })
      .filter((name) => name.endsWith(".ts") && !/^(karpenter|data)\//.test(name))
      .map((name) => `scheduling/${name}`);
    assert.ok(sources.length > 50);
    assert.deepEqual(
      sources.filter((name) => folderOfSource(name) === undefined),
      [],
    );
    for (const { tests } of mutationFolders) {
      for (const pattern of tests) {
        assert.ok(existsSync(path.join(root, path.dirname(pattern))), pattern);
      }
    }
  });
});
