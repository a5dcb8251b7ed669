import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { findKarpenterCharts } from "../../../dev/programs/karpenter-charts";
import { MissingTool } from "../../../command-line/missing-tool";
import { writeScript } from "../../support/fake-programs";
import { recordingReporter } from "../../support/recording-reporter";
import { withTemporaryFolder } from "../../support/temporary-folder";

/** The sum of the module 1.15.2, as a go.sum has it. */
const recordedSum = "h1:RGw64PB2ROUHZIUhBqjO78l3zJ9YctnWeullrr4cxYI=";

describe("fetching Karpenter's charts", () => {
  /** A Go module with both charts, read-only as Go keeps it, and a Go that names its folder. */
  function writeModule(home: string, sum = recordedSum): string {
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
      `echo "$GOTOOLCHAIN $*" >> ${log}`,
      `echo '{"Dir": "${module}", "Sum": "${sum}"}'`,
    ]);
    return log;
  }

  it("takes them from the pinned Go module, once, with a Go that is new enough for the module", () =>
    withTemporaryFolder(async (home) => {
      const log = writeModule(home);
      const environment = { HOME: home, PATH: path.join(home, "bin") };
      const root = path.join(home, ".cache/accelerator-platform/karpenter-charts/v1.15.2");
      assert.equal(await findKarpenterCharts("1.15.2", environment, recordingReporter()), root);
      assert.equal(await findKarpenterCharts("1.15.2", environment, recordingReporter()), root);
      assert.equal(
        fs.readFileSync(log, "utf8"),
        "go1.27.3 mod download -json github.com/aws/karpenter-provider-aws@v1.15.2\n",
      );
      const copied = path.join(root, "karpenter-crd/templates/one.yaml");
      assert.equal(fs.readFileSync(copied, "utf8"), "kind: ConfigMap\n");
      assert.notEqual(fs.statSync(copied).mode & 0o200, 0, "can be removed again");
    }));

  it("refuses a module with another content than the recorded one", () =>
    withTemporaryFolder(async (home) => {
      writeModule(home, "h1:other");
      const environment = { HOME: home, PATH: path.join(home, "bin") };
      await assert.rejects(
        findKarpenterCharts("1.15.2", environment, recordingReporter()),
        (error: Error) =>
          error.message.includes(`its checksum is h1:other; expected ${recordedSum}`),
      );
    }));

  it("says what was tried without Go", () =>
    withTemporaryFolder(async (home) => {
      await assert.rejects(
        findKarpenterCharts("1.15.2", { HOME: home }, recordingReporter()),
        new MissingTool(
          `Karpenter's charts v1.15.2 are missing, and the tests need them. Tried:
  - none in ${home}/.cache/accelerator-platform/karpenter-charts/v1.15.2
  - no Go on the PATH to fetch them with
Install Go 1.21 or newer (https://go.dev/dl/) so that they can be fetched here.`,
        ),
      );
    }));
});
