import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { stackFaults } from "../../support/stack-faults";

const reservations = { capacityReservations: [{ id: "cr-0123456789abcdef0" }] };

const faults = (
  nodeClass: string,
  tiers: Record<string, Record<string, unknown> | undefined>,
): string[] =>
  stackFaults("production-us-east-1", (sections) => {
    sections["nodeClasses"] = { [nodeClass]: reservations };
    const chosen = sections["tiers"] ?? {};
    delete chosen["gpu-training-protected"];
    Object.assign(chosen, tiers);
  });

describe("a tier with reserved capacity", () => {
  it("has types with one number of devices, or a pod with one GPU takes a reserved node with eight", () => {
    const problem =
      "tiers.gpu-training.sizes: a pod with one device would take a reserved node with more, because Karpenter takes reserved capacity first, got types with different numbers of devices: p5.4xlarge (1), p5.48xlarge (8); expected types with the same number of devices in a tier that uses reservations; name the sizes of the reservations in tiers.gpu-training.sizes, or their GPUs in tiers.gpu-training.gpusPerNode, or leave reserved out of tiers.gpu-training.capacityTypes";
    assert.deepEqual(faults("gpu-training", { "gpu-training": { gpus: ["h100"] } }), [problem]);
    const reserved = { gpus: ["h100"], capacityTypes: ["reserved"] };
    assert.deepEqual(faults("gpu-training", { "gpu-training": reserved }), [problem]);
  });

  it("is accepted with the sizes of its reservations, and without reserved capacity", () => {
    for (const tier of [
      { gpus: ["h100"], sizes: ["48xlarge"] },
      { gpus: ["h100"], gpusPerNode: [8] },
      { gpus: ["a100-40gb", "h100"], sizes: ["24xlarge", "48xlarge"] },
      { gpus: ["h100"], capacityTypes: ["on-demand"] },
    ]) {
      assert.deepEqual(faults("gpu-training", { "gpu-training": tier }), [], JSON.stringify(tier));
    }
  });

  it("is counted by its Neuron devices too", () => {
    const capacityTypes = ["reserved", "on-demand"];
    assert.match(
      faults("inferentia-nodes", { inferentia: { capacityTypes } })[0] ?? "",
      /^tiers\.inferentia\.sizes: .*: inf2\.8xlarge \(1\), inf2\.24xlarge \(6\), inf2\.48xlarge \(12\);/,
    );
  });

  it("is not counted by devices when it has none", () => {
    const capacityTypes = ["reserved", "on-demand"];
    assert.deepEqual(faults("default", { "multi-arch": { capacityTypes } }), []);
  });
});
