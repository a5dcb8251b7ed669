import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { karpenterChartKeys, outdatedChartKeys } from "../../../dev/karpenter-wasm/chart-keys";
import { testedReleases } from "../../../components/karpenter/releases";
import { withTemporaryFolder } from "../../support/temporary-folder";

describe("the recorded keys of Karpenter's charts", () => {
  it("come from the charts of the provider, under the version's name", () =>
    withTemporaryFolder((folder) => {
      for (const chart of ["karpenter", "karpenter-crd"]) {
        mkdirSync(path.join(folder, "charts", chart), { recursive: true });
        const values = "replicas: 2\nlabels: {}\nsettings:\n  clusterName: ''\n";
        writeFileSync(path.join(folder, "charts", chart, "values.yaml"), values);
      }
      const lists = karpenterChartKeys(folder, "1.15.2");
      assert.deepEqual(
        lists.map(({ file }) => path.basename(file)),
        ["karpenter-1.15.2.keys.json", "karpenter-crd-1.15.2.keys.json"],
      );
      assert.deepEqual(JSON.parse(lists[0]?.text ?? ""), {
        chart: "karpenter",
        version: "1.15.2",
        source:
          "https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/charts/karpenter/values.yaml",
        keys: ["labels", "replicas", "settings", "settings.clusterName"],
        maps: ["labels"],
      });
    }));

  it("of a version that is tested no more are outdated, and no other chart's are", () =>
    withTemporaryFolder((folder) => {
      const tested = Object.values(testedReleases).map((version) => `karpenter-${version}`);
      const names = ["karpenter-0.1.0", "karpenter-crd-0.1.0", ...tested];
      for (const name of [...names, "karpenter-like-1.0.0"]) {
        writeFileSync(path.join(folder, `${name}.keys.json`), "{}");
      }
      assert.deepEqual(
        outdatedChartKeys(folder).map((file) => path.basename(file)),
        ["karpenter-0.1.0.keys.json", "karpenter-crd-0.1.0.keys.json"],
      );
    }));
});
