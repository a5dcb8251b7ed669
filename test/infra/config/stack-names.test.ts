import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { formatFolderFault } from "../../../infra/config/config-fault";
import { stackOfArgument } from "../../../infra/config/stack-argument";
import { misnamedStackFiles, stackNames, unknownStack } from "../../../infra/config/stack-names";
import { fixtureStacks, shippedStacks } from "../../support/stack-values";
import { withTemporaryFolder } from "../../support/temporary-folder";

const names = [
  "dev-us-east-1",
  "dev-us-west-2",
  "production-ap-northeast-1",
  "production-us-east-1",
  "staging-us-east-2",
  "staging-us-west-2",
  "workshop-us-east-2",
  "workshop-us-west-2",
];

describe("stackNames and unknownStack", () => {
  it("find stacks by their file names", () => {
    assert.deepEqual(stackNames(fixtureStacks), names);
    assert.equal(unknownStack(fixtureStacks, "production-us-east-1"), undefined);
  });

  it("name the nearest stack for an unknown one", () => {
    assert.equal(
      unknownText(fixtureStacks, "prodution-us-east-1"),
      'stack: unknown, got "prodution-us-east-1"; expected one of dev-us-east-1, dev-us-west-2, production-ap-northeast-1, production-us-east-1, staging-us-east-2, staging-us-west-2, workshop-us-east-2, workshop-us-west-2; did you mean production-us-east-1?',
    );
  });

  it("tell how to add a stack when no name is similar", () => {
    assert.equal(
      unknownText(fixtureStacks, "x"),
      'stack: unknown, got "x"; expected one of dev-us-east-1, dev-us-west-2, production-ap-northeast-1, production-us-east-1, staging-us-east-2, staging-us-west-2, workshop-us-east-2, workshop-us-west-2; add stacks/Pulumi.x.yaml to make it one',
    );
  });

  for (const text of ["/tmp/dev.yaml", "elsewhere/Pulumi.dev-us-west-2.yaml", "a b"]) {
    it(`tell to name a stack where ${text} can be no name of one`, () => {
      assert.equal(
        unknownText(fixtureStacks, text),
        `stack: unknown, got "${text}"; expected one of ${names.join(", ")}; name a stack, or a file of stacks/`,
      );
    });
  }

  it("tell to rename a file that ends in .yml, which Pulumi does not read", () =>
    withTemporaryFolder((folder) => {
      writeFileSync(path.join(folder, "Pulumi.dev-us-west-2.yml"), "config: {}");
      writeFileSync(path.join(folder, "Pulumi.dev-us-east-1.yaml"), "config: {}");
      const file = `${path.basename(folder)}/Pulumi.dev-us-west-2`;
      const fault = `${file}.yml: Pulumi does not read it, got the ending .yml; expected .yaml; rename it to ${file}.yaml`;
      assert.deepEqual(stackNames(folder), ["dev-us-east-1"]);
      assert.equal(unknownText(folder, "dev-us-west-2"), fault);
      assert.deepEqual(misnamedStackFiles(folder).map(formatFolderFault), [fault]);
    }));
});

function unknownText(folder: string, stack: string): string | undefined {
  const fault = unknownStack(folder, stack);
  return fault === undefined ? undefined : formatFolderFault(fault);
}

describe("stackOfArgument", () => {
  const stack = "dev-us-west-2";
  const rows: readonly (readonly [argument: string, name: string])[] = [
    [stack, stack],
    [`stacks/Pulumi.${stack}.yaml`, stack],
    [`./stacks/Pulumi.${stack}.yml`, stack],
    [`Pulumi.${stack}.yaml`, stack],
    [path.join(shippedStacks, `Pulumi.${stack}.yaml`), stack],
    [`elsewhere/Pulumi.${stack}.yaml`, `elsewhere/Pulumi.${stack}.yaml`],
    ["stacks/schema.json", "stacks/schema.json"],
  ];
  for (const [argument, name] of rows) {
    it(`reads ${path.relative(process.cwd(), argument)} as ${name}`, () => {
      assert.equal(stackOfArgument(path.relative(process.cwd(), shippedStacks), argument), name);
    });
  }
});
