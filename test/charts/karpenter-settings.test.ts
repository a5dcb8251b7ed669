import assert from "node:assert/strict";
import path from "node:path";

import { before, describe, it } from "mocha";

import { reporterFor } from "../../command-line/reporter";
import { testedReleases } from "../../components/karpenter/releases";
import { findKarpenterCharts } from "../../dev/programs/karpenter-charts";
import type { PlatformConfig } from "../../infra/config/schema";
import { type ChartRelease, chartReleases } from "../support/chart-releases";
import {
  type Rendered,
  type RenderRequest,
  renderCharts,
  theManifest,
} from "../support/helm-render";
import { stackConfig } from "../support/stack-values";

const stack = "production-us-east-1";

type KarpenterConfig = PlatformConfig["karpenter"];

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

// The names are those of the charts:
// https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/charts/karpenter/templates/deployment.yaml
describe("a setting of the stack file and Karpenter's chart", function () {
  this.timeout(600_000);
  const charts = new Map<string, string>();

  before(async () => {
    for (const version of Object.values(testedReleases)) {
      const reporter = reporterFor(process.stderr);
      charts.set(version, await findKarpenterCharts(version, process.env, reporter));
    }
  });

  /** The environment of the controller that the chart of this version renders from the stack. */
  async function environment(version: string, changes: Partial<KarpenterConfig> = {}) {
    const { versions, karpenter } = stackConfig(stack);
    const releases = await chartReleases(stack, {
      versions: { ...versions, karpenter: version },
      karpenter: { ...karpenter, ...changes },
    });
    const controller = releases.find(({ chart }) => chart === "karpenter") ?? assert.fail();
    const [rendered] = await renderCharts([requestOf(controller)]);
    return environmentOf(rendered ?? assert.fail());
  }

  function requestOf(release: ChartRelease): RenderRequest {
    return {
      chart: path.join(charts.get(release.version) ?? assert.fail(release.version), release.chart),
      releaseName: release.releaseName,
      namespace: release.namespace,
      kubeVersion: "1.35",
      values: release.values,
    };
  }

  it("gives the controller before 1.15 the gates that it knows, and no others", async () => {
    const env = await environment("1.14.1");
    assert.equal(
      env["FEATURE_GATES"],
      "ReservedCapacity=true,SpotToSpotConsolidation=false,NodeRepair=false,NodeOverlay=false,StaticCapacity=false,CapacityBuffer=false",
    );
    assert.equal(env["AWS_FEATURE_GATES"], undefined);
  });

  it("is off since 1.15 unless the stack turns it on", async () => {
    const env = await environment("1.15.2");
    assert.equal(
      env["FEATURE_GATES"],
      "ReservedCapacity=true,SpotToSpotConsolidation=false,NodeRepair=false,NodeOverlay=false,StaticCapacity=false,CapacityBuffer=false,TerminateFirstDrift=false,TerminateFirstRepair=false,PodDeletionCostManagement=false",
    );
    assert.equal(
      env["AWS_FEATURE_GATES"],
      "NodeClassCEL=false,DRANVIDIAGPU=false,DRAEFA=false,RebootForRepair=false",
    );
    assert.equal(env["IGNORE_DRA_REQUESTS"], "true");
    assert.equal(env["LEGACY_NODE_REPAIR"], undefined);
  });

  const gates = {
    terminateFirstDrift: "TerminateFirstDrift",
    terminateFirstRepair: "TerminateFirstRepair",
    podDeletionCostManagement: "PodDeletionCostManagement",
    rebootForRepair: "RebootForRepair",
  } as const;
  for (const [key, name] of Object.entries(gates)) {
    it(`turns on ${name} alone with karpenter.featureGates.${key}`, async () => {
      const { featureGates } = stackConfig(stack).karpenter;
      const env = await environment("1.15.2", { featureGates: { ...featureGates, [key]: true } });
      const on = [env["FEATURE_GATES"], env["AWS_FEATURE_GATES"]]
        .flatMap((text) => text?.split(",") ?? [])
        .filter((gate) => gate.endsWith("=true"));
      assert.deepEqual(on.sort(), ["ReservedCapacity=true", `${name}=true`].sort());
    });
  }

  it("turns on every DRA gate with karpenter.enableDRA, which the chart accepts", async () => {
    const env = await environment("1.15.2", { enableDRA: true });
    assert.equal(
      env["AWS_FEATURE_GATES"],
      "NodeClassCEL=false,DRANVIDIAGPU=true,DRAEFA=true,RebootForRepair=false",
    );
    assert.equal(env["IGNORE_DRA_REQUESTS"], "false");
  });

  it("keeps the older node repair with karpenter.nodeRepair.legacy", async () => {
    const env = await environment("1.15.2", {
      nodeRepair: { enabled: true, interruptsTraining: true, legacy: true },
    });
    assert.match(env["FEATURE_GATES"] ?? "", /\bNodeRepair=true\b/);
    assert.equal(env["LEGACY_NODE_REPAIR"], "true");
  });
});

/** The variables that the chart gives as text. */
function environmentOf(rendered: Rendered): Readonly<Record<string, string>> {
  const { spec } = theManifest(rendered, "Deployment") as unknown as {
    spec: { template: { spec: { containers: readonly Container[] } } };
  };
  const env = spec.template.spec.containers[0]?.env ?? [];
  return Object.fromEntries(
    env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}
