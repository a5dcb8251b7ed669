import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { parse } from "yaml";

import { minimumCliVersion } from "../../../sandbox/binaries/cache";
import { installedPulumi } from "../../support/engine-cli";
import { withTemporaryFolder } from "../../support/temporary-folder";

const project = path.resolve(__dirname, "../../../Pulumi.yaml");
const requiredVersion = (text: string) =>
  (parse(text) as { readonly requiredPulumiVersion: string }).requiredPulumiVersion;

describe("the version of the Pulumi CLI", function () {
  this.timeout(120_000);

  it("is the same in Pulumi.yaml and in the sandbox", () => {
    assert.equal(requiredVersion(fs.readFileSync(project, "utf8")), ">=3.255.0");
    assert.equal(minimumCliVersion, "3.255.0");
  });

  it("is checked by the CLI before it does anything", () =>
    withTemporaryFolder(async (folder) => {
      const text = fs.readFileSync(project, "utf8").replace(">=3.255.0", ">=9.0.0");
      assert.equal(requiredVersion(text), ">=9.0.0");
      fs.writeFileSync(path.join(folder, "Pulumi.yaml"), text);
      fs.mkdirSync(path.join(folder, "backend"));
      const pulumi = await installedPulumi(folder, "");
      const { code, stderr } = await pulumi.run(folder, "preview", "--stack", "dev-us-west-2");
      assert.notEqual(code, 0);
      assert.match(
        stderr,
        /Pulumi CLI version \d+\.\d+\.\d+\S* does not satisfy the version range ">=9\.0\.0"/,
      );
    }));
});
