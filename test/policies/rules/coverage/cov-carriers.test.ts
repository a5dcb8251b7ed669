import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { covCarriers } from "../../../../policies/rules/coverage/cov-carriers";
import { toPolicies } from "../../../../policies/support/adapter";
import { analyzerOf } from "../../../../commands/check/analyzer";
import { analyzeRequest } from "../../../../commands/check/requests";
import { noOptions } from "../../../support/registration-options";
import { pathsBy, testDay } from "../../check-program";

const release = "kubernetes:helm.sh/v3:Release";

describe("cov-carriers", () => {
  it("knows a chart by repository and name, with or without a slash at the end", async () => {
    const repositoryOpts = { repo: "https://charts.example.org/" };
    const chart = { chart: "platform", repositoryOpts };
    const reviewed = { reviewedCharts: ["https://charts.example.org/platform"] };
    assert.deepEqual(await pathsBy(covCarriers, chart, release), ["chart"]);
    assert.deepEqual(await pathsBy(covCarriers, chart, release, reviewed), []);
  });

  for (const type of [
    "kubernetes:yaml:ConfigFile",
    "kubernetes:yaml/v2:ConfigGroup",
    "kubernetes:kustomize/v2:Directory",
    "kubernetes:helm.sh/v4:Chart",
    "eks:index:ManagedNodeGroup",
  ]) {
    it(`says that the check does not see what ${type} makes; the engine shows it`, async () => {
      assert.deepEqual(await pathsBy(covCarriers, {}, type), ["resource"]);
      // Without a configuration of its own, a policy takes itself to be under the engine.
      const policies = toPolicies([covCarriers], { today: testDay });
      const registration = { urn: "urn:x", type, name: "x", properties: {}, provider: "" };
      const request = analyzeRequest({ ...registration, options: noOptions });
      assert.deepEqual(await analyzerOf("pack", policies).resource(request), []);
    });
  }

  it("names a file in the values of a chart, which nothing here reads", async () => {
    const file = {
      "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
      path: "values.yaml",
    };
    const chart = "oci://public.ecr.aws/karpenter/karpenter";
    assert.deepEqual(await pathsBy(covCarriers, { chart, valueYamlFiles: [file] }, release), [
      "valueYamlFiles[0]",
    ]);
  });
});
