import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const production = "production-us-east-1";

/** The faults of a stack with this `karpenter` section, at a version of Karpenter. */
function faultsWith(
  version: string,
  karpenter: Record<string, unknown>,
  { stack = production, tiers = {}, kubernetes }: Options = {},
): string[] {
  return stackFaults(stack, (sections) => {
    sections["karpenter"] = karpenter as (typeof sections)[string];
    Object.assign((sections.versions ??= {}), {
      karpenter: version,
      ...(kubernetes === undefined ? {} : { kubernetes }),
    });
    Object.assign((sections.tiers ??= {}), tiers);
  });
}

interface Options {
  readonly stack?: string;
  readonly tiers?: Record<string, Record<string, unknown>>;
  readonly kubernetes?: string;
}

const repair = { enabled: true, interruptsTraining: true };

describe("the settings since Karpenter 1.15", () => {
  const settings: readonly (readonly [string, Record<string, unknown>])[] = [
    ["featureGates.terminateFirstDrift", { featureGates: { terminateFirstDrift: true } }],
    [
      "featureGates.terminateFirstRepair",
      { nodeRepair: repair, featureGates: { terminateFirstRepair: true } },
    ],
    [
      "featureGates.podDeletionCostManagement",
      { featureGates: { podDeletionCostManagement: true } },
    ],
    [
      "featureGates.rebootForRepair",
      { nodeRepair: repair, featureGates: { rebootForRepair: true } },
    ],
    ["enableDRA", { enableDRA: true }],
    ["nodeRepair.legacy", { nodeRepair: { ...repair, legacy: true } }],
  ];
  for (const [key, karpenter] of settings) {
    it(`are refused with an older chart, which would ignore them: ${key}`, () => {
      assert.deepEqual(faultsWith("1.14.1", karpenter), [
        `karpenter.${key}: not known to Karpenter's chart 1.14.1, which ignores it, got true; expected false; raise versions.karpenter to 1.15.0 or newer, or remove it`,
      ]);
      assert.deepEqual(faultsWith("1.15.2", karpenter), []);
    });
  }

  for (const gate of ["terminateFirstRepair", "rebootForRepair"]) {
    it(`need node repair: ${gate}`, () => {
      const featureGates = { [gate]: true };
      const fix =
        "got true; expected false, or nodeRepair.enabled: true without legacy; remove it, or change nodeRepair";
      assert.deepEqual(faultsWith("1.15.2", { featureGates }), [
        `karpenter.featureGates.${gate}: has no effect without nodeRepair.enabled, ${fix}`,
      ]);
      const legacy = { ...repair, legacy: true };
      assert.deepEqual(faultsWith("1.15.2", { nodeRepair: legacy, featureGates }), [
        `karpenter.featureGates.${gate}: has no effect with nodeRepair.legacy, ${fix}`,
      ]);
    });
  }

  it("include enableDRA, which needs the API that Kubernetes 1.34 is the first to serve", () => {
    const dra = (kubernetes: string) =>
      faultsWith("1.15.2", { enableDRA: true }, { kubernetes }).filter((fault) =>
        fault.startsWith("karpenter.enableDRA"),
      );
    assert.deepEqual(dra("1.33"), [
      "karpenter.enableDRA: needs the API resource.k8s.io/v1, which Kubernetes 1.33 does not serve, got true; expected false, or Kubernetes 1.34 or newer; raise Kubernetes first, or remove it",
    ]);
    assert.deepEqual(dra("1.35"), []);
  });
});

describe("a budget with the reason Unhealthy", () => {
  const tiers = { "multi-arch": { budgets: [{ nodes: "1", reasons: ["Unhealthy"] }] } };

  it("is refused with the CRD before Karpenter 1.15, which does not know the reason", () => {
    assert.deepEqual(faultsWith("1.14.1", {}, { tiers }), [
      'tiers.multi-arch.budgets[0].reasons: not known to the CRD of Karpenter 1.14.1, got ["Unhealthy"]; expected Empty, Drifted or Underutilized; raise versions.karpenter to 1.15.0 or newer, or remove Unhealthy',
    ]);
  });
});

describe("node repair", () => {
  const refused =
    "karpenter.nodeRepair.enabled: also repairs nodes of gpu-training and gpu-training-protected, outside their windows too, got true; expected false, or interruptsTraining: true beside it; turn node repair off, or set interruptsTraining: true to accept it";

  it("is refused with training tiers where it ignores their budgets: before 1.15, and as legacy", () => {
    const enabled = { enabled: true };
    assert.deepEqual(faultsWith("1.14.1", { nodeRepair: enabled }), [refused]);
    assert.deepEqual(faultsWith("1.15.2", { nodeRepair: { ...enabled, legacy: true } }), [refused]);
    assert.deepEqual(faultsWith("1.15.2", { nodeRepair: enabled }), []);
  });

  it("is accepted when the stack allows it to interrupt training, or has no training tier", () => {
    assert.deepEqual(faultsWith("1.14.1", { nodeRepair: repair }), []);
    const enabled = { nodeRepair: { enabled: true } };
    assert.deepEqual(faultsWith("1.14.1", enabled, { stack: "dev-us-west-2" }), []);
  });

  it("may not end training jobs because the stack's own budgets replace the tier's", () => {
    const withBudget = (budget: Record<string, unknown>) =>
      faultsWith(
        "1.15.2",
        { nodeRepair: { enabled: true } },
        { tiers: { "gpu-training": { gpus: ["h100"], budgets: [budget] } } },
      ).filter((fault) => fault.includes("node repair"));
    assert.deepEqual(withBudget({ nodes: "0", reasons: ["Drifted"] }), [
      'tiers.gpu-training.budgets: let node repair end training jobs, got [{"nodes":"0","reasons":["Drifted"]}]; expected a budget of 0 without a schedule, without reasons or with the reason Unhealthy; add one, or set karpenter.nodeRepair.interruptsTraining: true to accept it',
    ]);
    assert.deepEqual(withBudget({ nodes: "0" }), []);
    assert.deepEqual(withBudget({ nodes: "0%", reasons: ["Unhealthy"] }), []);
    assert.equal(withBudget({ nodes: "0", schedule: "@daily", duration: "1h" }).length, 1);
    assert.equal(withBudget({ nodes: "1" }).length, 1);
  });
});

describe("the consolidation policy of a tier", () => {
  const faults = (tier: string) =>
    faultsWith("1.14.1", {}, { tiers: { [tier]: { consolidationPolicy: "Balanced" } } }).filter(
      (fault) => fault.includes("consolidationPolicy"),
    );

  it("may be Balanced, and is not for training tiers", () => {
    assert.deepEqual(faults("multi-arch"), []);
    assert.deepEqual(faults("gpu-training"), [
      'tiers.gpu-training.consolidationPolicy: not for a training tier, which gives up empty nodes only, got "Balanced"; expected no policy; remove it',
    ]);
  });
});
