import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const faults = (
  tiers: Record<string, Record<string, unknown>>,
  stack = "production-us-east-1",
): string[] => stackFaults(stack, (sections) => Object.assign((sections["tiers"] ??= {}), tiers));

describe("the classes of GPU of a tier", () => {
  it("may be one or more, of all that EC2 has", () => {
    assert.deepEqual(faults({ "gpu-training": { gpus: ["h200"] } }), []);
    assert.deepEqual(faults({ "gpu-training": { gpus: ["a100-40gb", "h100"] } }), []);
    assert.deepEqual(faults({ "gpu-inference": { gpus: ["l40s"], sizes: ["xlarge"] } }), []);
  });

  it("are named as Karpenter does", () => {
    assert.deepEqual(faults({ "gpu-training": { gpus: ["h1000"] } }), [
      'tiers.gpu-training.gpus[0]: unknown value, got "h1000"; expected one of t4, a10g, l4, l40s, rtx-pro-4500, rtx-pro-server-6000, v100, a100-40gb, a100-80gb, h100, h200, b200, b300; did you mean h100?',
    ]);
  });

  it("are named once each, and only for a tier with NVIDIA GPUs", () => {
    assert.deepEqual(faults({ "gpu-training": { gpus: ["h100", "h100"] } }), [
      'tiers.gpu-training.gpus[1]: named twice, got "h100"; expected t4, a10g, l4, l40s, rtx-pro-4500, rtx-pro-server-6000, v100, a100-40gb, a100-80gb, h100, h200, b200, b300; remove it',
    ]);
    assert.match(
      faults({ "multi-arch": { gpus: ["l4"] } })[0] ?? "",
      /^tiers\.multi-arch\.gpus\[0\]: not a class of GPU of multi-arch, got "l4"; expected no gpus: the tier has no NVIDIA GPUs;/,
    );
  });

  it("are those of the family in the name of a chain's tier", () => {
    assert.deepEqual(faults({ "gpu-tier1-g5-spot": { gpus: ["a10g", "h100"] } }), [
      'tiers.gpu-tier1-g5-spot.gpus[1]: not a class of GPU of gpu-tier1-g5-spot, got "h100"; expected a10g; remove it, or use a tier that allows it',
    ]);
  });

  it("may be L4 in the second tier of the chain, because T4 has no bf16", () => {
    assert.deepEqual(faults({ "gpu-tier2-g4dn-spot": { gpus: ["l4"] } }), []);
    assert.match(
      faults({ "gpu-tier2-g4dn-spot": { gpus: ["h100"] } })[0] ?? "",
      /not a class of GPU of gpu-tier2-g4dn-spot, got "h100"; expected t4, l4;/,
    );
  });

  it("leave no family that is named for nothing", () => {
    assert.deepEqual(faults({ "gpu-training": { families: ["p4d", "p5"] } }), [
      'tiers.gpu-training.families[0]: has a100-40gb, which is no class of GPU of the tier, got "p4d"; expected families with h100; remove it, or set gpus: [h100, a100-40gb], and pods get whichever is cheapest',
    ]);
  });

  it("are named in the fault when all families have other ones", () => {
    assert.deepEqual(faults({ "gpu-training": { families: ["g5"] } }), [
      'tiers.gpu-training.families: no instance type is left: g5.12xlarge is excluded by karpenter.k8s.aws/instance-gpu-name In [h100], got {"families":["g5"]}; expected some of p5, in a combination that exists; correct families, or set gpus: [a10g]',
    ]);
  });

  it("are refused when the driver of the AMI does not know them, in classes and in families", () => {
    const because =
      "needs NVIDIA's driver 595 or newer, which the nodes of gpu.stack al2023-operator do not have";
    const remedy =
      "expected other GPUs, or gpu.stack ubuntu-operator with a driver of branch 595 or newer; remove it, or choose that gpu.stack";
    assert.deepEqual(faults({ "gpu-training": { gpus: ["rtx-pro-4500"] } }), [
      `tiers.gpu-training.gpus[0]: ${because}, got "rtx-pro-4500"; ${remedy}`,
    ]);
    assert.deepEqual(faults({ "gpu-general": { families: ["g6", "g7"] } }), [
      `tiers.gpu-general.families[1]: ${because}, got "g7"; ${remedy}`,
    ]);
  });

  it("are offered as the remedy in a region without the class of the profile", () => {
    assert.match(
      faults({ "gpu-training": { gpus: ["b300"] } }, "production-ap-northeast-1")[0] ?? "",
      /^tiers\.gpu-training\.gpus: launches nothing: ap-northeast-1 offers none of its types, got p6-b300\.48xlarge; .*; set gpus to one of t4, a10g, l4, .*h100, h200, which are offered/,
    );
  });
});
