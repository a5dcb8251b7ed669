import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { ESLint, Linter } from "eslint";
import { before, describe, it } from "mocha";
import tseslint from "typescript-eslint";

const root = path.resolve(__dirname, "..");

/** Which top-level folders the sources of a folder may import, beside packages. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  scheduling: ["scheduling"],
  components: ["components", "scheduling"],
  policies: ["policies", "scheduling"],
  infra: ["infra", "components", "scheduling"],
  sandbox: ["sandbox", "infra", "components", "policies", "scheduling", "tools"],
  tools: ["tools", "sandbox", "infra", "components", "policies", "scheduling"],
};

describe("the sources", () => {
  for (const [folder, allowed] of Object.entries(mayImport)) {
    it(`of ${folder} import from ${allowed.join(", ")} only`, () => {
      const files = sourcesOf(folder);
      assert.ok(files.length > 3, "no sources found");
      const foreign = files.flatMap((file) =>
        importsOf(file)
          .filter((target) => target.startsWith("."))
          .map((target) => path.relative(root, path.resolve(path.dirname(file), target)))
          .filter((target) => !allowed.includes(target.split(path.sep)[0] ?? ""))
          .map((target) => `${path.relative(root, file)} imports ${target}`),
      );
      assert.deepEqual(foreign, []);
    });
  }

  it("of scheduling import no Pulumi package, and builders import none but types", () => {
    const offending = [
      ...sourcesOf("scheduling").filter((file) => importsOf(file).some(isPulumi)),
      ...sourcesOf("components")
        .filter((file) => file.endsWith(".builder.ts"))
        .filter((file) =>
          /^import (?!type\b)[^;]*from "@pulumi\//m.test(readFileSync(file, "utf8")),
        ),
    ];
    assert.deepEqual(offending, []);
  });

  it("have no barrels and no file called after nothing in particular", () => {
    const files = Object.keys(mayImport)
      .flatMap(sourcesOf)
      .map((file) => path.relative(root, file));
    assert.deepEqual(files.filter((file) => path.basename(file) === "index.ts").sort(), [
      "infra/index.ts",
      "policies/index.ts",
    ]);
    assert.deepEqual(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.ts$)/.test(file)),
      [],
    );
  });
});

describe("the lint rule on layers", () => {
  let eslint: ESLint;
  before(() => {
    eslint = new ESLint({ cwd: root });
  });

  const violations: readonly (readonly [file: string, code: string])[] = [
    ["scheduling/x.ts", 'import "../components/shared/x";'],
    ["scheduling/x.ts", 'import "../infra/resolved/platform-spec";'],
    ["scheduling/x.ts", 'import * as pulumi from "@pulumi/pulumi";'],
    ["scheduling/x.ts", 'import { readFileSync } from "node:fs";'],
    ["components/karpenter/x.ts", 'import "../../infra/spec";'],
    ["components/karpenter/x.ts", 'import "../../policies/registry";'],
    ["components/karpenter/x.builder.ts", 'import * as aws from "@pulumi/aws";'],
    ["policies/rules/x.ts", 'import "../../components/shared/x";'],
    ["policies/rules/x.ts", 'import "@pulumi/policy";'],
    ["policies/support/x.ts", 'import "../../infra/spec";'],
    ["components/karpenter/x.ts", 'import * as aws from "@pulumi/aws";'],
    ["infra/x.ts", 'import * as k8s from "@pulumi/kubernetes";'],
    ["infra/x.ts", 'import "../policies/registry";'],
    ["infra/x.ts", 'import "../sandbox/main";'],
  ];
  for (const [file, code] of violations) {
    it(`refuses ${code} in ${file}`, async () => {
      assert.equal((await complaints(file, code)).length, 1);
    });
  }

  const fine: readonly (readonly [file: string, code: string])[] = [
    ["components/karpenter/x.ts", 'import "../../scheduling/labels";'],
    ["components/karpenter/x.builder.ts", 'import type * as pulumi from "@pulumi/pulumi";'],
    ["policies/rules/x.ts", 'import "../../scheduling/labels";'],
    ["components/karpenter/x.ts", 'import * as ec2 from "@pulumi/aws/ec2";'],
    ["components/karpenter/x.ts", 'import type * as aws from "@pulumi/aws";'],
    ["infra/x.ts", 'import "../components/network/network";'],
  ];
  for (const [file, code] of fine) {
    it(`allows ${code} in ${file}`, async () => {
      assert.deepEqual(await complaints(file, code), []);
    });
  }

  /** What the layer rule alone says, with the options that the configuration gives that file. */
  async function complaints(file: string, code: string): Promise<readonly string[]> {
    const name = "@typescript-eslint/no-restricted-imports";
    const config = (await eslint.calculateConfigForFile(path.join(root, file))) as {
      rules: Record<string, Linter.RuleEntry>;
    };
    const rule = config.rules[name];
    assert.notEqual(rule, undefined, `${file} has no layer rule`);
    const messages = new Linter({ configType: "flat" }).verify(
      code,
      [
        {
          files: ["**/*.ts"],
          languageOptions: { parser: tseslint.parser },
          plugins: { "@typescript-eslint": tseslint.plugin as unknown as ESLint.Plugin },
          rules: { [name]: rule ?? "off" },
        },
      ],
      "x.ts",
    );
    return messages.map(({ message }) => message);
  }
});

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => path.join(root, folder, file));
}

/** Everything a file imports, also by `require` and `import()`, which a lint pattern may miss. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, "utf8");
  const pattern = /(?:from|import|require\(|import\()\s*["']([^"']+)["']/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? "");
}

function isPulumi(target: string): boolean {
  return target.startsWith("@pulumi/");
}
