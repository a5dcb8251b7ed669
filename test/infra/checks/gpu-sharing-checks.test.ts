import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { checkedConfig } from "../../../infra/checks/checked-config";
import { formatFault } from "../../../infra/config/config-fault";
import { stackValues } from "../../support/stack-values";

const stack = "production-us-east-1";
const bottlerocket = { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" };
const four = { timeSlicing: { replicas: 4 } };
const tenGigabytes = { mig: { profile: "all-1g.10gb" } };

/** The faults of the production stack with these tiers, each as the line a person reads. */
function faultsOf(tiers: Readonly<Record<string, unknown>>, gpu = {}): readonly string[] {
  const values = stackValues(stack);
  values["accelerator-platform:tiers"] = tiers;
  values["accelerator-platform:gpu"] = gpu;
  return (checkedConfig(stack, values).faults ?? []).map(formatFault);
}

describe("gpuSharing", () => {
  it("is either time-slicing or MIG", () => {
    assert.deepEqual(faultsOf({ "gpu-inference": { gpuSharing: {} } }), [
      "tiers.gpu-inference.gpuSharing: not allowed, got {}; expected exactly one of timeSlicing and mig; set tiers.gpu-inference.gpuSharing",
    ]);
    assert.match(
      faultsOf({ "gpu-inference": { gpuSharing: { ...four, ...tenGigabytes } } })[0] ?? "",
      /expected exactly one of timeSlicing and mig/,
    );
  });

  it("allows 2 to 16 pods for each GPU", () => {
    for (const [replicas, expected] of [
      [1, "2 or more; leave the key out for whole GPUs"],
      [17, "16 or fewer"],
    ] as const) {
      assert.deepEqual(
        faultsOf({ "gpu-inference": { gpuSharing: { timeSlicing: { replicas } } } }),
        [
          `tiers.gpu-inference.gpuSharing.timeSlicing.replicas: not allowed, got ${replicas}; expected ${expected}; set tiers.gpu-inference.gpuSharing.timeSlicing.replicas`,
        ],
      );
    }
    for (const replicas of [2, 16]) {
      const tiers = { "gpu-inference": { gpuSharing: { timeSlicing: { replicas } } } };
      assert.deepEqual(faultsOf(tiers), []);
    }
  });
});

describe("sharingFitsTheTier", () => {
  it("refuses time-slicing in a training tier, and allows MIG", () => {
    assert.deepEqual(faultsOf({ "gpu-training": { gpuSharing: four } }), [
      'tiers.gpu-training.gpuSharing.timeSlicing: a training tier, got {"replicas":4}; expected whole GPUs, or mig; remove it, or share the GPUs of an inference tier',
    ]);
    const cut = { families: ["p5"], gpuSharing: tenGigabytes };
    assert.deepEqual(faultsOf({ "gpu-training": cut }), []);
  });

  it("refuses tiers without NVIDIA GPUs", () => {
    assert.deepEqual(
      faultsOf({ "multi-arch": { gpuSharing: four }, inferentia: { gpuSharing: four } }),
      [
        'tiers.multi-arch.gpuSharing: a tier without NVIDIA GPUs, got {"timeSlicing":{"replicas":4}}; expected nothing; remove it',
        'tiers.inferentia.gpuSharing: a tier without NVIDIA GPUs, got {"timeSlicing":{"replicas":4}}; expected nothing; remove it',
      ],
    );
  });

  it("refuses MIG when no GPU can be divided", () => {
    assert.deepEqual(faultsOf({ "gpu-inference": { gpuSharing: tenGigabytes } }), [
      'tiers.gpu-inference.gpuSharing.mig.profile: not a profile of the tier\'s families g4dn, g5, g6, gr6, got "all-1g.10gb"; expected no mig: none of its GPUs can be divided; choose another profile, or a tier with A100, H100, H200, B200 or B300',
    ]);
  });

  it("names the profiles that the GPUs have", () => {
    const tier = { families: ["p5"], gpuSharing: { mig: { profile: "all-1g.5gb" } } };
    assert.deepEqual(faultsOf({ "gpu-training": tier }), [
      'tiers.gpu-training.gpuSharing.mig.profile: not a profile of the tier\'s families p5, got "all-1g.5gb"; expected all-1g.10gb, all-1g.20gb, all-2g.20gb, all-3g.40gb, all-4g.40gb, all-7g.80gb; choose another profile, or a tier with A100, H100, H200, B200 or B300',
    ]);
  });

  it("refuses a profile that some of the tier's GPUs do not have, because they would not be divided", () => {
    assert.deepEqual(
      faultsOf({
        "gpu-training": { gpus: ["a10g", "a100-40gb", "h100"], gpuSharing: tenGigabytes },
      }),
      [
        "tiers.gpu-training.gpuSharing.mig.profile: not a profile of the tier's families g5, got \"all-1g.10gb\"; expected a profile with the same number of instances on all GPUs of the tier; set the tier's families to one of p4d, p5, or to families with the same number",
      ],
    );
  });

  it("refuses GPUs that are divided into different numbers of instances, because the tier has one limit", () => {
    const tier = { gpus: ["a100-40gb", "h100"], gpuSharing: tenGigabytes };
    assert.deepEqual(faultsOf({ "gpu-training": tier }), [
      'tiers.gpu-training.gpuSharing.mig.profile: 4 or 7 instances for each GPU, in the families p4d, p5, got "all-1g.10gb"; expected a profile with the same number of instances on all GPUs of the tier; set the tier\'s families to one of p4d, p5, or to families with the same number',
    ]);
  });
});

describe("sharingFitsTheStack", () => {
  const tiers = { "gpu-training": { families: ["p5"], gpuSharing: tenGigabytes } };

  it("refuses MIG without the operator or its MIG manager", () => {
    assert.deepEqual(faultsOf(tiers, { stack: "al2023-device-plugin" }), [
      'tiers.gpu-training.gpuSharing.mig: gpu.stack al2023-device-plugin has no MIG manager, got {"profile":"all-1g.10gb","strategy":"mixed"}; expected mig only with al2023-operator or ubuntu-operator; remove it, or choose one of the two',
    ]);
    assert.match(
      faultsOf(tiers, bottlerocket)[0] ?? "",
      /^tiers\.gpu-training\.gpuSharing\.mig: gpu\.stack bottlerocket-operator has no MIG manager/,
    );
  });

  it("accepts time-slicing in every GPU stack", () => {
    const sliced = { "gpu-inference": { gpuSharing: four } };
    for (const gpu of [{}, bottlerocket, { stack: "al2023-device-plugin" }]) {
      assert.deepEqual(faultsOf(sliced, gpu), []);
    }
  });
});

describe("oneMigStrategy", () => {
  it("names the tier that disagrees with the first", () => {
    const tiers = {
      "gpu-training": { families: ["p5"], gpuSharing: tenGigabytes },
      "gpu-general": {
        families: ["p4d"],
        gpuSharing: { mig: { profile: "all-1g.5gb", strategy: "single" } },
      },
    };
    assert.deepEqual(faultsOf(tiers), [
      'tiers.gpu-training.gpuSharing.mig.strategy: not the strategy of gpu-general, got "mixed"; expected single; choose one strategy for all tiers',
    ]);
  });
});

describe("bottlerocketClassesShareAlike", () => {
  const shared = { "gpu-inference": { gpuSharing: four }, "gpu-spot-inference": {} };

  it("refuses different sharing in one node class of Bottlerocket", () => {
    assert.deepEqual(faultsOf(shared, bottlerocket), [
      'tiers.gpu-spot-inference.gpuSharing: shares its GPUs differently from gpu-inference, a tier of the same class gpu-optimized, got nothing; expected {"timeSlicing":{"replicas":4}}; give one of the two another nodeClass, such as gpu-optimized-b',
    ]);
  });

  it("accepts different sharing in two classes, and in one class of AL2023", () => {
    const apart = { ...shared, "gpu-spot-inference": { nodeClass: "gpu-optimized-b" } };
    assert.deepEqual(faultsOf(apart, bottlerocket), []);
    assert.deepEqual(faultsOf(shared), []);
  });
});

describe("chainsShareAlike", () => {
  it("refuses a chain whose tiers offer different resources", () => {
    const tiers = { "gpu-tier1-g5-spot": { gpuSharing: four }, "gpu-tier2-g4dn-spot": {} };
    assert.deepEqual(faultsOf(tiers), [
      "tiers.gpu-tier2-g4dn-spot.gpuSharing: offers nvidia.com/gpu, and gpu-tier1-g5-spot of the same chain nvidia.com/gpu.shared, got nothing; expected one resource in all tiers of a chain; share the GPUs of all its tiers in the same way, or of none",
    ]);
  });

  it("accepts one resource in different numbers, and another resource in the second slots", () => {
    const tiers = {
      "gpu-tier1-g5-spot": {},
      "gpu-tier2-g4dn-spot": {},
      "gpu-tier1-g5-spot-b": { weight: 99, gpuSharing: four },
      "gpu-tier2-g4dn-spot-b": { weight: 49, gpuSharing: { timeSlicing: { replicas: 2 } } },
    };
    assert.deepEqual(faultsOf(tiers), []);
  });
});
