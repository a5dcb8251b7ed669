import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, it } from "mocha";

import { spotRoleOwners } from "../../../commands/check/spot-role-owners";
import { formatFolderFault } from "../../../infra/config/config-fault";
import { fixtureStacks } from "../../support/stack-values";

describe("spotRoleOwners", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "stacks-"));
    cpSync(fixtureStacks, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function own(stack: string, account?: string): void {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    const owning = readFileSync(file, "utf8").replace(
      `    name: ${stack}\n`,
      `    name: ${stack}\n    ownsSpotServiceLinkedRole: true\n`,
    );
    const placed =
      account === undefined
        ? owning
        : owning.replace(
            '# accelerator-platform:accountId: "<12 digits>"',
            `accelerator-platform:accountId: "${account}"`,
          );
    writeFileSync(file, placed);
  }

  it("has nothing against the fixture stacks, none of which owns the role", () => {
    assert.deepEqual(spotRoleOwners(folder), []);
  });

  it("accepts a single owner", () => {
    own("dev-us-west-2");
    assert.deepEqual(spotRoleOwners(folder), []);
  });

  it("names two owners that may meet in one account", () => {
    own("dev-us-west-2", "111111111111");
    own("staging-us-west-2");
    assert.deepEqual(spotRoleOwners(folder).map(formatFolderFault), [
      `${path.basename(folder)}/Pulumi.staging-us-west-2.yaml:21: cluster.ownsSpotServiceLinkedRole: also set in dev-us-west-2, got true; expected one owner in an account; set it to false in one of them, or set different accountIds`,
    ]);
  });

  it("accepts one owner in each of several accounts", () => {
    own("dev-us-west-2", "111111111111");
    own("staging-us-west-2", "222222222222");
    assert.deepEqual(spotRoleOwners(folder), []);
  });
});
