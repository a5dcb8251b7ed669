import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import { renderCharts } from "../support/helm-render";

const chart = path.resolve(__dirname, "../fixtures/charts/with-parts");
const common = { chart, releaseName: "parts", namespace: "default", kubeVersion: "1.35" };

describe("the program that renders charts", function () {
  this.timeout(600_000);

  it("leaves out sub-charts that are off and templates of comments alone, as Helm does", async () => {
    const [off, on, offAgain] = await renderCharts([
      { ...common, values: {} },
      { ...common, values: { part: { enabled: true } } },
      { ...common, values: { part: { enabled: false } } },
    ]);
    const names = [off, on, offAgain].map((rendered) =>
      rendered?.manifests?.map(({ metadata }) => metadata.name).sort(),
    );
    assert.deepEqual(names, [["own"], ["own", "part"], ["own"]]);
  });
});
