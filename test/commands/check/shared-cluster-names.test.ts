import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { sharedClusterNames } from "../../../commands/check/shared-cluster-names";
import { formatFolderFault } from "../../../infra/config/config-fault";
import { fixtureStacks } from "../../support/stack-values";

describe("sharedClusterNames", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "stacks-"));
    cpSync(fixtureStacks, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function change(stack: string, from: string, to: string): void {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
  }

  it("has nothing against the fixture stacks", () => {
    assert.deepEqual(sharedClusterNames(folder), []);
  });

  it("names two stacks without an account that have the same cluster name, with file and line", () => {
    change("dev-us-west-2", "name: dev-us-west-2", "name: staging-us-west-2");
    assert.deepEqual(sharedClusterNames(folder).map(formatFolderFault), [
      `${path.basename(folder)}/Pulumi.staging-us-west-2.yaml:20: cluster.name: also that of dev-us-west-2, got "staging-us-west-2"; expected a name of its own in the account; rename one, or set different accountIds`,
    ]);
  });

  it("accepts the same cluster name in different accounts", () => {
    change("dev-us-west-2", "name: dev-us-west-2", "name: staging-us-west-2");
    for (const [stack, account] of [
      ["dev-us-west-2", "111111111111"],
      ["staging-us-west-2", "222222222222"],
    ] as const) {
      change(
        stack,
        '# accelerator-platform:accountId: "<12 digits>"',
        `accelerator-platform:accountId: "${account}"`,
      );
    }
    assert.deepEqual(sharedClusterNames(folder), []);
  });
});
