import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { tierProfiles } from "../../../components/node-pools/tier-profiles";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { roomFor } from "../../../scheduling/node-pool/pool-limits";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { stackFaults } from "../../support/stack-faults";

const faults = (tier: string, overrides: Record<string, unknown>) =>
  stackFaults("production-us-east-1", ({ tiers }) => {
    (tiers ??= {})[tier] = overrides;
  });

describe("limits of a tier", () => {
  it("are refused when cpu stops the pool before its devices are used up, and name the worst type", () => {
    assert.deepEqual(faults("gpu-general", { limits: { "nvidia.com/gpu": 100, cpu: 500 } }), [
      "tiers.gpu-general.limits.cpu: stops the tier at 7 of g4dn.16xlarge, but nvidia.com/gpu allows 100, got 500; expected no other limit that is reached before nvidia.com/gpu; remove the limit on cpu, or lower the one on nvidia.com/gpu",
    ]);
  });

  it("are refused on a misspelt resource, which would limit nothing", () => {
    const known =
      "cpu, ephemeral-storage, memory, pods, vpc.amazonaws.com/pod-eni, vpc.amazonaws.com/efa, amd.com/gpu, nvidia.com/gpu, aws.amazon.com/neuron, aws.amazon.com/neuroncore, nodes";
    assert.deepEqual(faults("multi-arch", { limits: { cpu: 100, memoryy: "400Gi" } }), [
      `tiers.multi-arch.limits.memoryy: a limit on a resource that no node has, got "400Gi"; expected one of ${known}; did you mean memory?`,
    ]);
    assert.deepEqual(faults("gpu-inference", { limits: { "nvidia.com/gpus": 10 } }), [
      `tiers.gpu-inference.limits["nvidia.com/gpus"]: a limit on a resource that no node has, got 10; expected one of ${known}; did you mean nvidia.com/gpu?`,
    ]);
  });

  it("may name the slices of a tier that shares its GPUs", () => {
    const gpuSharing = { timeSlicing: { replicas: 4 } };
    const limits = { "nvidia.com/gpu": 10, "nvidia.com/gpu.shared": 40 };
    assert.deepEqual(faults("gpu-inference", { gpuSharing, limits }), []);
  });

  it("are refused when the number of nodes stops the pool first", () => {
    assert.deepEqual(
      faults("gpu-inference", { limits: { "nvidia.com/gpu": 50, nodes: 10 }, families: ["g5"] }),
      [
        "tiers.gpu-inference.limits.nodes: stops the tier at 10 of g5.2xlarge, but nvidia.com/gpu allows 50, got 10; expected no other limit that is reached before nvidia.com/gpu; remove the limit on nodes, or lower the one on nvidia.com/gpu",
      ],
    );
  });

  it("are accepted when another limit is reached together with the devices", () => {
    assert.deepEqual(
      faults("gpu-inference", { limits: { "nvidia.com/gpu": 10, cpu: 160, nodes: 10 } }),
      [],
    );
  });

  it("are refused below the smallest node that the tier may launch", () => {
    assert.deepEqual(
      faults("gpu-training", {
        limits: { "nvidia.com/gpu": 4 },
        families: ["p5"],
        sizes: ["48xlarge"],
      }),
      [
        'tiers.gpu-training.limits: below the smallest node of the tier, got {"nvidia.com/gpu":4}; expected room for at least one node: p5.48xlarge has 8 nvidia.com/gpu; raise the limits, or set retired: true to close the tier',
      ],
    );
  });

  it("are not checked for a retired or static pool", () => {
    assert.deepEqual(faults("gpu-training", { retired: true }), []);
    const h100 = { families: ["p5"], sizes: ["48xlarge"] };
    assert.deepEqual(faults("gpu-training", { ...h100, replicas: 2, limits: { nodes: 3 } }), []);
  });

  it("are reached in devices first, in every profile and for every instance type", () => {
    for (const [name, { accelerator, requirements, limits }] of Object.entries(tierProfiles)) {
      if (accelerator === undefined) continue;
      const devices = { [accelerator]: limits[accelerator] ?? 0 };
      for (const type of launchableTypes(requirementsOf(requirements))) {
        assert.equal(
          roomFor(type, limits).nodes,
          roomFor(type, devices).nodes,
          `${name} ${type.name}`,
        );
      }
    }
  });
});
