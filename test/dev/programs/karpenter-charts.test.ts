import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findKarpenterCharts } from "../../../dev/programs/karpenter-charts";
import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";
import { MissingTool } from "../../../command-line/missing-tool";
import { writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("fetching Karpenter's charts", () => {
  /** A Go module with both charts, read-only as Go keeps it, and a Go that names its folder. */
  function writeModule(home: string): string {
    const module = path.join(home, "module");
    for (const chart of ["karpenter", "karpenter-crd"]) {
      const folder = path.join(module, "charts", chart, "templates");
      fs.mkdirSync(folder, { recursive: true });
      fs.writeFileSync(path.join(module, "charts", chart, "Chart.yaml"), `name: ${chart}\n`, {
        mode: 0o444,
      });
      fs.writeFileSync(path.join(folder, "one.yaml"), "kind: ConfigMap\n", { mode: 0o444 });
    }
    const log = path.join(home, "go.log");
    writeScript(path.join(home, "bin"), "go", [
      `echo "$PWD: $*" >> ${log}`,
      `echo '{"Dir": "${module}"}'`,
    ]);
    return log;
  }

  it("takes them from the pinned Go module, once", () =>
    withTemporaryFolder(async (home) => {
      const log = writeModule(home);
      const environment = { HOME: home, PATH: path.join(home, "bin") };
      const root = path.join(
        home,
        `.cache/accelerator-platform/karpenter-charts/v${karpenterVersion}`,
      );
      assert.equal(await findKarpenterCharts(environment, recordingReporter()), root);
      assert.equal(await findKarpenterCharts(environment, recordingReporter()), root);
      const folder = path.resolve(__dirname, "../../../scheduling/karpenter/go");
      assert.equal(
        fs.readFileSync(log, "utf8"),
        `${folder}: mod download -json github.com/aws/karpenter-provider-aws@v${karpenterVersion}\n`,
      );
      const copied = path.join(root, "karpenter-crd/templates/one.yaml");
      assert.equal(fs.readFileSync(copied, "utf8"), "kind: ConfigMap\n");
      assert.notEqual(fs.statSync(copied).mode & 0o200, 0, "can be removed again");
    }));

  it("says what was tried without Go", () =>
    withTemporaryFolder(async (home) => {
      await assert.rejects(
        findKarpenterCharts({ HOME: home }, recordingReporter()),
        new MissingTool(
          `Karpenter's charts v${karpenterVersion} are missing, and the tests need them. Tried:
  - none in ${home}/.cache/accelerator-platform/karpenter-charts/v${karpenterVersion}
  - no Go on the PATH to fetch them with
Install Go 1.26 or newer (https://go.dev/dl/) so that they can be fetched here.`,
        ),
      );
    }));
});
