import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  formatTaint,
  gpuTaintKey,
  neuronTaintKey,
  tolerates,
  trainingTaint,
  untoleratedTaints,
  type Taint,
  type Toleration,
} from "../../../scheduling/taints/taints";

const gpu: Taint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" };
const bare: Taint = { key: "nvidia.com/gpu", effect: "NoSchedule" };
const ranked: Taint = { key: "rank", value: "5", effect: "NoExecute" };

describe("the taints of tiers", () => {
  it("are named after devices, and one after the workload class", () => {
    assert.equal(gpuTaintKey, "nvidia.com/gpu");
    assert.equal(neuronTaintKey, "aws.amazon.com/neuron");
    assert.deepEqual(trainingTaint, { key: "workload", value: "training", effect: "NoSchedule" });
  });
});

describe("a toleration", () => {
  const cases: readonly [string, Toleration, Taint, boolean][] = [
    ["of nothing but Exists answers every taint", { operator: "Exists" }, gpu, true],
    ["with Exists answers any value", { key: "nvidia.com/gpu", operator: "Exists" }, gpu, true],
    ["with Exists answers only its key", { key: "other", operator: "Exists" }, gpu, false],
    ["without operator means Equal", { key: "nvidia.com/gpu", value: "true" }, gpu, true],
    ["with another value does not match", { key: "nvidia.com/gpu", value: "false" }, gpu, false],
    ["without value is not Exists", { key: "nvidia.com/gpu" }, gpu, false],
    ["without value equals a taint without value", { key: "nvidia.com/gpu" }, bare, true],
    ["with an empty value does too", { key: "nvidia.com/gpu", value: "" }, bare, true],
    ["of another effect does not match", { operator: "Exists", effect: "NoExecute" }, gpu, false],
    ["of the same effect matches", { operator: "Exists", effect: "NoSchedule" }, gpu, true],
    ["without key but with Equal compares values", { value: "true" }, gpu, true],
    ["Gt matches a greater taint", { key: "rank", operator: "Gt", value: "4" }, ranked, true],
    [
      "Gt does not match an equal taint",
      { key: "rank", operator: "Gt", value: "5" },
      ranked,
      false,
    ],
    ["Lt matches a lesser taint", { key: "rank", operator: "Lt", value: "6" }, ranked, true],
    [
      "Lt does not match a greater taint",
      { key: "rank", operator: "Lt", value: "4" },
      ranked,
      false,
    ],
    [
      "Lt does not match an equal taint",
      { key: "rank", operator: "Lt", value: "5" },
      ranked,
      false,
    ],
    ["Lt compares numbers, not texts", { key: "rank", operator: "Lt", value: "10" }, ranked, true],
    ["Lt without a value does not match", { key: "rank", operator: "Lt" }, ranked, false],
    ["Lt does not match a taint without a value", { operator: "Lt", value: "6" }, bare, false],
    [
      "with an empty operator means Equal",
      { value: "5", key: "rank", operator: "" as "Equal" },
      ranked,
      true,
    ],
    [
      "with Equal answers only its value",
      { key: "rank", value: "4", operator: "Equal" },
      ranked,
      false,
    ],
    ["with Equal answers its value", { key: "rank", value: "5", operator: "Equal" }, ranked, true],
    ["Lt takes no leading zero", { key: "rank", operator: "Lt", value: "06" }, ranked, false],
    ["Gt takes no plus sign", { key: "rank", operator: "Gt", value: "+4" }, ranked, false],
    ["Gt takes a minus sign", { key: "rank", operator: "Gt", value: "-4" }, ranked, true],
    ["Gt without a value does not match", { key: "rank", operator: "Gt" }, ranked, false],
    ["Gt does not match a taint without a value", { operator: "Gt", value: "6" }, bare, false],
    ["Gt against text does not match", { operator: "Gt", value: "4" }, gpu, false],
    [
      "beyond 64 bits does not match",
      { key: "rank", operator: "Lt", value: "9223372036854775808" },
      ranked,
      false,
    ],
    [
      "with an unknown operator does not match",
      { key: "nvidia.com/gpu", operator: "In" as "Exists" },
      gpu,
      false,
    ],
  ];
  for (const [name, toleration, taint, expected] of cases) {
    it(name, () => assert.equal(tolerates(toleration, taint), expected));
  }
});

describe("taints", () => {
  it("are returned in their order when no toleration tolerates them", () => {
    const soft: Taint = { key: "soft", effect: "PreferNoSchedule" };
    assert.deepEqual(
      untoleratedTaints([soft, gpu, ranked], [{ key: "rank", operator: "Exists" }]),
      [soft, gpu],
    );
  });

  it("need only one toleration that tolerates them", () => {
    const tolerations: readonly Toleration[] = [
      { key: "other", operator: "Exists" },
      { key: "nvidia.com/gpu", operator: "Exists" },
    ];
    assert.deepEqual(untoleratedTaints([gpu], tolerations), []);
  });

  it("are written as kubectl writes them", () => {
    assert.equal(formatTaint(gpu), "nvidia.com/gpu=true:NoSchedule");
    assert.equal(formatTaint(bare), "nvidia.com/gpu:NoSchedule");
    assert.equal(formatTaint({ ...bare, value: "" }), "nvidia.com/gpu:NoSchedule");
  });
});
