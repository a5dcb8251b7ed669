import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  instanceRequirements,
  type InstanceChoice,
} from "../../../components/node-pools/instance-requirements";
import {
  tierNames,
  tierProfiles,
  type TierName,
} from "../../../components/node-pools/tier-profiles";
import { gpuClassOfFamily } from "../../../scheduling/catalogue/gpu-classes";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";

function typesOf(tier: TierName, choice: InstanceChoice = {}): readonly string[] {
  const requirements = instanceRequirements(tierProfiles[tier], choice);
  return launchableTypes(requirementsOf(requirements)).map(({ name }) => name);
}

function classesOf(tier: TierName): readonly string[] {
  const classes = typesOf(tier).map((name) => gpuClassOfFamily(name.split(".")[0] ?? ""));
  return [...new Set(classes)].map(String).sort();
}

describe("the instance types of a tier", () => {
  it("include no metal type, in no tier: a pod with one GPU would get the eight of g4dn.metal", () => {
    for (const tier of tierNames) {
      assert.deepEqual(
        typesOf(tier).filter((name) => name.includes("metal")),
        [],
        tier,
      );
    }
    assert.deepEqual(
      typesOf("gpu-training-protected", { gpus: ["t4"] }).filter((name) => name.includes("metal")),
      [],
    );
  });

  it("have one class of GPU in a training tier, so that a job for H100 never gets A10G or T4", () => {
    const training = tierNames.filter((tier) => tierProfiles[tier].workloadClass === "training");
    assert.ok(training.length > 0);
    for (const tier of training) assert.equal(classesOf(tier).length, 1, tier);
    assert.deepEqual(typesOf("gpu-training"), ["p5.48xlarge", "p5.4xlarge"]);
    assert.deepEqual(typesOf("gpu-training-protected"), ["p5.48xlarge", "p5.4xlarge"]);
  });

  it("have the classes that the stack names, in place of those of the profile", () => {
    assert.deepEqual(typesOf("gpu-training", { gpus: ["h200"] }), [
      "p5e.48xlarge",
      "p5en.48xlarge",
    ]);
    assert.deepEqual(typesOf("gpu-training", { gpus: ["a100-40gb", "h100"] }), [
      "p4d.24xlarge",
      "p5.48xlarge",
      "p5.4xlarge",
    ]);
  });

  it("have one GPU a node in the inference tiers, or eight replicas would share one g5.48xlarge", () => {
    assert.deepEqual(typesOf("gpu-tier1-g5-spot"), [
      "g5.16xlarge",
      "g5.2xlarge",
      "g5.4xlarge",
      "g5.8xlarge",
      "g5.xlarge",
    ]);
    assert.ok(!typesOf("gpu-spot-inference").some((name) => name.endsWith("12xlarge")));
  });

  it("have the numbers of GPUs that the stack names, in place of those of the profile", () => {
    assert.deepEqual(typesOf("gpu-tier1-g5-spot", { gpusPerNode: [4, 8] }), [
      "g5.12xlarge",
      "g5.24xlarge",
      "g5.48xlarge",
    ]);
    assert.deepEqual(typesOf("gpu-training", { gpusPerNode: [8] }), ["p5.48xlarge"]);
    assert.deepEqual(typesOf("gpu-multi-inference", { gpus: ["h100"], gpusPerNode: [8] }), [
      "p5.48xlarge",
    ]);
  });

  it("tell the A100 with 40 GB and the one with 80 GB apart, beside H100 with as much memory", () => {
    assert.deepEqual(typesOf("gpu-training", { gpus: ["a100-40gb"] }), ["p4d.24xlarge"]);
    assert.deepEqual(typesOf("gpu-training", { gpus: ["a100-80gb"] }), ["p4de.24xlarge"]);
    assert.deepEqual(typesOf("gpu-training", { gpus: ["a100-40gb", "a100-80gb"] }), [
      "p4d.24xlarge",
      "p4de.24xlarge",
    ]);
  });

  it("have T4 in the chain's second tier as in the guide, or L4 for models in bf16", () => {
    const families = (choice: InstanceChoice) =>
      new Set(typesOf("gpu-tier2-g4dn-spot", choice).map((name) => name.split(".")[0]));
    assert.deepEqual([...families({})], ["g4dn"]);
    assert.deepEqual([...families({ gpus: ["l4"] })], ["g6"]);
  });

  it("have every class in gpu-general, whose profile names none", () => {
    assert.ok(classesOf("gpu-general").length > 10);
  });
});
