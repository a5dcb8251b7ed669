import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  gpuClass,
  gpuClassNames,
  gpuClassOfFamily,
  hasBf16,
} from "../../../scheduling/catalogue/gpu-classes";
import {
  acceleratorOf,
  instanceTypes,
  type InstanceType,
} from "../../../scheduling/catalogue/instance-catalogue";

const label = (name: string) => `karpenter.k8s.aws/instance-${name}`;

/** Types with whole NVIDIA GPUs on x86. */
const types = instanceTypes().filter((type) => {
  const accelerator = acceleratorOf(type);
  const isX86 = type.labels["kubernetes.io/arch"] === "amd64";
  return isX86 && accelerator?.kind === "nvidia" && accelerator.count > 0;
});
const familyOf = ({ labels }: InstanceType) => labels[label("family")] ?? "";

describe("the classes of GPU", () => {
  it("hold every family of the catalogue with whole NVIDIA GPUs on x86, once", () => {
    const held = gpuClassNames.flatMap((name) => gpuClass(name).families);
    assert.deepEqual([...held].sort(), [...new Set(types.map(familyOf))].sort());
  });

  it("have one model and one amount of memory each, so that their GPUs do the same work", () => {
    for (const name of gpuClassNames) {
      const own = types.filter((type) => gpuClass(name).families.includes(familyOf(type)));
      const kinds = new Set(own.map(({ labels }) => labels[label("gpu-name")]));
      const memories = new Set(own.map(({ labels }) => labels[label("gpu-memory")]));
      assert.deepEqual([...kinds], [gpuClass(name).gpuName], name);
      assert.equal(memories.size, 1, name);
    }
  });

  it("keep the A100 with 40 GB and the one with 80 GB apart, which have one name", () => {
    assert.equal(gpuClassOfFamily("p4d"), "a100-40gb");
    assert.equal(gpuClassOfFamily("p4de"), "a100-80gb");
    assert.equal(gpuClassOfFamily("m7i"), undefined);
  });

  // https://developer.nvidia.com/cuda-gpus
  it("know the compute capability of each model", () => {
    assert.equal(gpuClass("t4").computeCapability, 7.5);
    assert.equal(gpuClass("v100").computeCapability, 7);
    assert.equal(gpuClass("a10g").computeCapability, 8.6);
    assert.equal(gpuClass("l4").computeCapability, 8.9);
    assert.equal(gpuClass("h100").computeCapability, 9);
  });

  // https://docs.nvidia.com/cuda/cuda-c-programming-guide/#compute-capabilities
  it("have bf16, except T4 and V100, where a model in bf16 never starts", () => {
    assert.deepEqual(
      gpuClassNames.filter((name) => !hasBf16(name)),
      ["t4", "v100"],
    );
  });
});
