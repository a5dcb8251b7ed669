import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { karpenterVersion } from "../../scheduling/karpenter/karpenter-version";
import { unknownChartKeys } from "./chart-keys";

describe("unknownChartKeys", () => {
  it("finds a misspelled key at any depth and leaves the user's own maps alone", () => {
    assert.deepEqual(
      unknownChartKeys(`karpenter-${karpenterVersion}`, {
        replica: 2,
        nodeSelector: { "any.key/of-ours": "value" },
        settings: { clusterName: "prod", featureGates: { reservedCapacities: true } },
      }),
      ["replica", "settings.featureGates.reservedCapacities"],
    );
  });
});
