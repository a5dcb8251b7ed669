import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

type Tiers = Record<string, Record<string, unknown>>;

const faults = (tiers: Tiers): string[] =>
  stackFaults("production-us-east-1", (sections) =>
    Object.assign((sections["tiers"] ??= {}), tiers),
  );

describe("the GPUs of a node", () => {
  it("may be any number for which the tier has types", () => {
    const limits = { "nvidia.com/gpu": 16 };
    const accepted: readonly Tiers[] = [
      { "gpu-inference": { gpusPerNode: [1] } },
      { "gpu-spot-inference": { gpusPerNode: [1, 4], sizes: ["xlarge", "12xlarge"] } },
      { "gpu-multi-inference": { gpusPerNode: [8], limits } },
      { "gpu-multi-inference": { gpus: ["h100"], gpusPerNode: [8], limits } },
      { "gpu-training": { gpusPerNode: [8] } },
    ];
    for (const tiers of accepted) assert.deepEqual(faults(tiers), [], JSON.stringify(tiers));
  });

  it("are refused where no type has so many: EC2 has no node with four H100", () => {
    assert.deepEqual(faults({ "gpu-training": { gpusPerNode: [4, 8] } }), [
      "tiers.gpu-training.gpusPerNode[0]: no type of gpu-training has so many GPUs, got 4; expected 1, 8; remove it, or name other GPUs in gpus",
    ]);
    assert.deepEqual(faults({ "gpu-training": { gpusPerNode: [4] } }), [
      'tiers.gpu-training.gpusPerNode: no instance type is left: p5.48xlarge is excluded by karpenter.k8s.aws/instance-gpu-count In [4], got {"gpusPerNode":[4]}; expected some of 1 and 8, in a combination that exists; correct gpusPerNode, or set gpusPerNode: [1, 8]',
    ]);
  });

  it("are whole numbers, named once, and only for a tier with NVIDIA GPUs", () => {
    assert.deepEqual(faults({ "gpu-training": { gpusPerNode: [8, 8] } }), [
      "tiers.gpu-training.gpusPerNode[1]: named twice, got 8; expected 1, 8; remove it",
    ]);
    assert.match(
      faults({ "gpu-training": { gpusPerNode: [0] } })[0] ?? "",
      /^tiers\.gpu-training\.gpusPerNode\[0\]: .*got 0; expected 1 to 16/,
    );
    assert.match(
      faults({ inferentia: { gpusPerNode: [1] } })[0] ?? "",
      /^tiers\.inferentia\.gpusPerNode\[0\]: .*expected no gpusPerNode: the tier has no NVIDIA GPUs;/,
    );
  });

  it("are named in the fault when all sizes have other ones", () => {
    assert.deepEqual(faults({ "gpu-tier1-g5-spot": { sizes: ["48xlarge"] } }), [
      'tiers.gpu-tier1-g5-spot.sizes: no instance type is left: g5.48xlarge is excluded by karpenter.k8s.aws/instance-gpu-count In [1], got {"sizes":["48xlarge"]}; expected some of 16xlarge, 2xlarge, 4xlarge, 8xlarge and xlarge, in a combination that exists; correct sizes, or set gpusPerNode: [8]',
    ]);
  });

  it("leave no size that is named for nothing", () => {
    assert.deepEqual(faults({ "gpu-spot-inference": { sizes: ["xlarge", "12xlarge"] } }), [
      'tiers.gpu-spot-inference.sizes[1]: has 4 GPUs, and a node of the tier has 1, got "12xlarge"; expected sizes with 1 GPUs; remove it, or set gpusPerNode: [1, 4], and pods of one GPU may share a node',
    ]);
  });

  it("are the same in all tiers of a chain, or a pod of four GPUs would never fall back", () => {
    const four = { gpusPerNode: [4] };
    assert.deepEqual(faults({ "gpu-tier1-g5-spot": four }), [
      "tiers.gpu-tier2-g4dn-spot.gpusPerNode: differs from that of gpu-tier1-g5-spot, a tier of the same chain, got [1]; expected [4]; set the same gpusPerNode in every tier of the chain",
      "tiers.gpu-tier3-g5-ondemand.gpusPerNode: differs from that of gpu-tier1-g5-spot, a tier of the same chain, got [1]; expected [4]; set the same gpusPerNode in every tier of the chain",
    ]);
    const chain = ["gpu-tier1-g5-spot", "gpu-tier2-g4dn-spot", "gpu-tier3-g5-ondemand"];
    assert.deepEqual(faults(Object.fromEntries(chain.map((tier) => [tier, four]))), []);
    const second = chain.map((tier, index) => [`${tier}-b`, { ...four, weight: 99 - index }]);
    assert.deepEqual(faults(Object.fromEntries(second) as Tiers), []);
  });
});
