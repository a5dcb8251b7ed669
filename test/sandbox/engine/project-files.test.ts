import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, it } from "mocha";
import { withoutProtection, writeSettings } from "../../../sandbox/engine/project-files";
import { sandboxFolder } from "../../../sandbox/engine/sandbox-folder";
import { withTemporaryFolder } from "../../support/temporary-folder";

const stackFile = `# yaml-language-server: $schema=./schema.json
config:
  accelerator-platform:environment: production
  # a comment
  accelerator-platform:tiers:
    gpu-inference: {}
`;

describe("the copy of a stack file", () => {
  it("has the text of the stack file, comments included", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev-us-west-2");
      writeSettings(folder, stackFile);
      assert.equal(fs.readFileSync(folder.settings, "utf8"), stackFile);
    }));

  it("keeps the salt that the engine wrote into an earlier copy", () =>
    withTemporaryFolder((state) => {
      const folder = sandboxFolder(state, "dev-us-west-2");
      writeSettings(folder, stackFile);
      fs.appendFileSync(folder.settings, "encryptionsalt: v1:abc\n");
      writeSettings(folder, stackFile.replace("production", "staging"));
      assert.equal(
        fs.readFileSync(folder.settings, "utf8"),
        `${stackFile.replace("production", "staging")}encryptionsalt: v1:abc\n`,
      );
    }));

  it("is unprotected with one key, whether the file has that key or not", () => {
    const unprotected = `${stackFile}  accelerator-platform:protect: false\n`;
    assert.equal(withoutProtection(stackFile), unprotected);
    assert.equal(withoutProtection(unprotected.replace("false", "true")), unprotected);
  });
});
