import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  extendedResourceTolerations,
  isExtendedResource,
} from "../../../scheduling/taints/extended-resource-toleration";

describe("the tolerations that EKS's API server adds", () => {
  // https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration
  it("are one for each extended resource that is requested, by name, only for NoSchedule", () => {
    const requests = ["nvidia.com/gpu", "cpu", "aws.amazon.com/neuron", "memory", "nvidia.com/gpu"];
    assert.deepEqual(extendedResourceTolerations(requests, []), [
      { key: "aws.amazon.com/neuron", operator: "Exists", effect: "NoSchedule" },
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
    ]);
  });

  it("are added beside a broader or narrower toleration, but not beside an equal one", () => {
    const gpu = { key: "nvidia.com/gpu", operator: "Exists" } as const;
    const added = [{ ...gpu, effect: "NoSchedule" }];
    assert.deepEqual(extendedResourceTolerations(["nvidia.com/gpu"], [gpu]), added);
    const same = { ...gpu, effect: "NoSchedule", tolerationSeconds: 5 } as const;
    assert.deepEqual(extendedResourceTolerations(["nvidia.com/gpu"], [same]), []);
    const other = { ...same, key: "aws.amazon.com/neuron" };
    assert.deepEqual(extendedResourceTolerations(["nvidia.com/gpu"], [other]), added);
    const valued = { ...same, value: "true" };
    assert.deepEqual(extendedResourceTolerations(["nvidia.com/gpu"], [valued]), added);
    const equal = { ...same, operator: "Equal", value: "" } as const;
    assert.deepEqual(extendedResourceTolerations(["nvidia.com/gpu"], [equal]), added);
  });
});

describe("a resource", () => {
  for (const name of [
    "nvidia.com/gpu",
    "vpc.amazonaws.com/efa",
    "nvidia.com/mig-1g.5gb",
    "a/B_c",
    "a/b",
    "a.b/c",
    `nvidia.com/${"g".repeat(63)}`,
    `${"n".repeat(244)}/gpu`,
  ]) {
    it(`is extended: ${name}`, () => assert.equal(isExtendedResource(name), true));
  }

  const others = [
    "cpu",
    "hugepages-2Mi",
    "kubernetes.io/batch-cpu",
    "node.kubernetes.io/x",
    "requests.nvidia.com/gpu",
    "nvidia.com/",
    "/gpu",
    "Nvidia.com/gpu",
    "nvidia.com/gpu/x",
    "nvidia.com/-gpu",
    "nvidia.com/gpu-",
    "nvidia.com-/gpu",
    "nvidia-gpu",
    `nvidia.com/${"g".repeat(64)}`,
    `${"n".repeat(245)}/gpu`,
  ];
  for (const name of others) {
    it(`is not extended: ${name.slice(0, 40)} (${name.length})`, () =>
      assert.equal(isExtendedResource(name), false));
  }
});
