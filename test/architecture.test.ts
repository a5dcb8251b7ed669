import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { after, before, describe, it } from "mocha";

const root = path.resolve(__dirname, "..");

/** Read a line so: the folder on the left may import (+) or may not import (-) the folder of the column. */
const roomTable = `
               start command-line scheduling components infra policies report commands sandbox dev test
start            +        -           -          -        -       -       -        -       -    -    -
command-line     -        +           -          -        -       -       -        -       -    -    -
scheduling       -        -           +          -        -       -       -        -       -    -    -
components       -        -           +          +        -       -       -        -       -    -    -
infra            +        -           +          +        +       -       -        -       -    -    -
policies         +        -           +          -        -       +       -        -       -    -    -
report           +        +           +          +        +       -       +        -       -    -    -
commands         +        +           +          +        +       +       +        +       -    -    -
sandbox          +        +           +          +        +       +       -        -       +    -    -
dev              +        +           +          +        +       +       +        +       +    +    -
test             +        +           +          +        +       +       +        +       +    +    +
`;

const infraTable = `
                 infra/config infra/resolved infra/checks infra/platform
infra/config          +             -             -             -
infra/resolved        +             +             -             -
infra/checks          +             +             +             -
infra/platform        +             +             +             +
`;

const reportTable = `
                 report/subject report/answers report/traps report/formats
report/subject         +              -             -             -
report/answers         +              +             -             -
report/traps           +              +             +             -
report/formats         +              +             +             +
`;

/** A file with one import, and the rule that refuses it; undefined when the import is allowed. */
type ImportCase = readonly [file: string, code: string, rule: string | undefined];

const packageCases: readonly ImportCase[] = [
  ["scheduling/a.ts", 'import "@pulumi/pulumi";', "scheduling-without-pulumi"],
  ["scheduling/b.ts", 'import type { Output } from "@pulumi/pulumi";', "scheduling-without-pulumi"],
  ["scheduling/c.ts", 'import "node:fs";', "scheduling-without-disk-and-clock"],
  ["scheduling/d.ts", 'import "fs/promises";', "scheduling-without-disk-and-clock"],
  ["scheduling/e.js", 'require("path");', "scheduling-without-disk-and-clock"],
  ["scheduling/karpenter/other.ts", 'import "node:fs";', "scheduling-without-disk-and-clock"],
  ["scheduling/karpenter/wasm-session.ts", 'import "node:fs";', undefined],
  ["policies/rules/a/a.ts", 'import "@pulumi/policy";', "rules-are-pure"],
  ["policies/rules/a/b.ts", 'import type { x } from "@pulumi/policy";', undefined],
  ["policies/support/a.ts", 'import "@pulumi/policy";', undefined],
  ["components/a/a.builder.ts", 'import "@pulumi/aws/ec2";', "builders-are-pure"],
  ["components/a/b.builder.ts", 'import type { x } from "@pulumi/aws/ec2";', undefined],
  ["infra/resolved/a.builder.ts", 'import { x } from "@pulumi/pulumi";', "builders-are-pure"],
  ["components/a/c.ts", 'import * as aws from "@pulumi/aws";', "no-whole-provider"],
  ["components/a/d.ts", 'import type * as aws from "@pulumi/aws";', undefined],
  ["components/a/e.ts", 'import * as ec2 from "@pulumi/aws/ec2";', undefined],
  ["infra/platform/a.ts", 'import * as k8s from "@pulumi/kubernetes";', "no-whole-provider"],
  ["infra/platform/b.ts", 'const eks = import("@pulumi/eks");', "no-whole-provider"],
  ["components/a/f.ts", 'import "./f-imported";', undefined],
  ["components/a/g.ts", 'import "./does-not-exist";', "every-import-exists"],
  ["new-room/a.ts", 'import "../start/a";', "every-folder-has-its-rule"],
  ["eslint.config.mjs", 'import "./start/a";', undefined],
  ["infra/checks/above.ts", 'import "../index";', "infra-checks-imports-downwards"],
];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

describe("the import rules", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "import-rules-"));
  let violations: readonly Violation[] = [];

  before(function () {
    this.timeout(120_000);
    copyFileSync(path.join(root, "tsconfig.json"), path.join(folder, "tsconfig.json"));
    for (const name of ["aws", "aws/ec2", "eks", "kubernetes", "pulumi", "policy"]) {
      write(`node_modules/@pulumi/${name}/index.js`, "");
    }
    write("node_modules/commander/index.js", "");
    for (const table of [roomTable, infraTable, reportTable]) {
      const rooms = pairsOf(table).rooms;
      for (const room of rooms) write(`${room}/imported.ts`, "export type X = 1;");
      for (const room of rooms) {
        const imports = rooms.map((other) =>
          path.posix.relative(room, path.posix.join(other, "imported")),
        );
        const relative = imports.map((one) => (one.startsWith(".") ? one : `./${one}`));
        write(`${room}/values.ts`, relative.map((one) => `import "${one}";`).join("\n"));
        write(
          `${room}/types.ts`,
          relative.map((one, at) => `import type { X as X${at} } from "${one}";`).join("\n"),
        );
        write(`${room}/javascript.js`, relative.map((one) => `require("${one}");`).join("\n"));
      }
    }
    for (const [file, code] of packageCases) write(file, code);
    write("start/a.ts", "");
    write("components/a/f-imported.ts", "");
    write("infra/index.ts", 'import "./platform/with-commander";');
    write("infra/platform/with-commander.ts", 'import "commander";');
    write("components/circle/a.ts", 'import type { B } from "./b"; export type A = 1;');
    write("components/circle/b.ts", 'import type { A } from "./a"; export type B = 1;');
    violations = violationsIn(folder);
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [title, table] of [
    ["the top-level folders", roomTable],
    ["the folders of infra/", infraTable],
    ["the folders of report/", reportTable],
  ] as const) {
    for (const file of ["values.ts", "types.ts", "javascript.js"]) {
      it(`refuse every forbidden direction between ${title}, and no other, in ${file}`, () => {
        const { rooms, forbidden } = pairsOf(table);
        const found = violations
          .filter(({ from, to }) => path.basename(from) === file && isImported(to, rooms))
          .map(({ from, to }) => `${path.dirname(from)} -> ${path.dirname(to)}`)
          .filter((pair) => rooms.includes(pair.split(" ")[0] ?? ""));
        assert.deepEqual([...new Set(found)].sort(), [...forbidden].sort());
        assert.ok(forbidden.length > 5);
      });
    }
  }

  for (const [file, code, rule] of packageCases) {
    it(`${rule === undefined ? "allow" : "refuse"} ${code} in ${file}`, () => {
      const names = violations.filter(({ from }) => from === file).map((one) => one.rule.name);
      assert.deepEqual(names, rule === undefined ? [] : [rule]);
    });
  }

  it("refuse a development package that a deployment would load, also through other files", () => {
    const found = violations.filter(
      ({ rule }) => rule.name === "deployment-without-development-packages",
    );
    assert.deepEqual(
      found.map(({ from, to }) => [from, to]),
      [["infra/index.ts", "node_modules/commander/index.js"]],
    );
  });

  it("refuse a circle of imports, also of types only", () => {
    const found = violations.filter(({ rule }) => rule.name === "no-circle");
    assert.ok(found.some(({ from }) => from.startsWith("components/circle/")));
  });

  function write(file: string, text: string): void {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, `${text}\n`);
  }
});

describe("the sources", () => {
  const files = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|test$)/.test(entry.name))
    .flatMap(({ name }) =>
      readdirSync(path.join(root, name), { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/(^|\/)(node_modules|dist)\//.test(file))
        .map((file) => `${name}/${file}`),
    );

  it("have no file that only exports others", () => {
    assert.deepEqual(files.filter((file) => path.basename(file) === "index.ts").sort(), [
      "infra/index.ts",
      "policies/index.ts",
    ]);
  });

  it("have no file or folder whose name says nothing about its content", () => {
    assert.deepEqual(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file)),
      [],
    );
  });
});

/** What the rules report about the imports below a folder. */
function violationsIn(folder: string): readonly Violation[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
      "--config",
      path.join(root, ".dependency-cruiser.mjs"),
      "--output-type",
      "json",
      ".",
    ],
    { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  assert.notEqual(stdout, "", stderr);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

function isImported(file: string, rooms: readonly string[]): boolean {
  return path.basename(file) === "imported.ts" && rooms.includes(path.dirname(file));
}

/** The rooms of a table, and the pairs `one -> other` that it forbids. */
function pairsOf(table: string): {
  readonly rooms: readonly string[];
  readonly forbidden: readonly string[];
} {
  const [header = "", ...rows] = table.trim().split("\n");
  const rooms = header.trim().split(/\s+/);
  const forbidden = rows.flatMap((row) => {
    const [from = "", ...marks] = row.split(/\s+/);
    assert.equal(marks.length, rooms.length, row);
    return rooms.filter((_, at) => marks[at] === "-").map((to) => `${from} -> ${to}`);
  });
  return { rooms, forbidden };
}
