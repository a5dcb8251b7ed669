import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  gpuTaint,
  jobManifest,
  limitsOf,
  poolManifest,
  reportOf,
  trapIds,
  trapText,
} from "../../support/report-of-manifests";
import { textFormat } from "../../../report/formats/text/text-format";

const disruption = (budgets: readonly object[]): object => ({
  consolidationPolicy: "WhenEmpty",
  consolidateAfter: "10m",
  budgets,
});

describe("a pool that the API server refuses", function () {
  this.timeout(120_000);

  /** Seen at kube-apiserver 1.36.3 with the CRDs of Karpenter 1.14.1. */
  const refused: readonly (readonly [what: string, pool: object, fault: RegExp])[] = [
    [
      "a weight above 100",
      poolManifest("g6", { spec: { weight: 110 } }),
      /^spec\.weight: is out of range, got 110/,
    ],
    [
      "a number of nodes that is no text",
      poolManifest("g6", { disruption: disruption([{ nodes: 1 }]) }),
      /^spec\.disruption\.budgets\[0\]\.nodes: is no number of nodes, got 1/,
    ],
    [
      "a duration in days",
      poolManifest("g6", {
        disruption: disruption([{ nodes: "1", schedule: "@daily", duration: "2d" }]),
      }),
      /budgets\[0\]\.duration: is no budget duration, got "2d"/,
    ],
    [
      "a schedule without a duration",
      poolManifest("g6", { disruption: disruption([{ nodes: "1", schedule: "@daily" }]) }),
      /budgets\[0\]: has a schedule but no duration/,
    ],
    [
      "the reason Expired",
      poolManifest("g6", { disruption: disruption([{ nodes: "1", reasons: ["Expired"] }]) }),
      /reasons\[0\]: is no reason, got "Expired"/,
    ],
    [
      "the version v1beta1, as one fault",
      poolManifest("g6", {
        apiVersion: "karpenter.sh/v1beta1",
        nodeClassRef: { name: "gpu" },
        disruption: { consolidationPolicy: "WhenUnderutilized", expireAfter: "Never" },
      }),
      /^apiVersion: is not served by Karpenter, got "karpenter\.sh\/v1beta1"/,
    ],
  ];
  for (const [what, pool, fault] of refused) {
    it(`is reported as refused, without a word on its behaviour: ${what}`, async () => {
      const model = await reportOf([pool]);
      assert.equal(model.refused.length, 1);
      assert.equal(model.refused[0]?.faults.length, 1);
      assert.match(model.refused[0]?.faults[0] ?? "", fault);
      assert.deepEqual(model.pools, []);
      assert.deepEqual(model.traps, []);
      const text = textFormat.render(model, { width: 80 });
      assert.match(text, /^1\. The API server refuses NodePool gpu/m);
      assert.doesNotMatch(text, /None found/);
    });
  }

  it("is checked where only Karpenter trips over it: sat-sun stops every disruption", async () => {
    const model = await reportOf([
      poolManifest("g6", {
        disruption: disruption([
          { nodes: "10%" },
          { nodes: "0", schedule: "0 0 * * sat-sun", duration: "24h" },
        ]),
      }),
    ]);
    assert.deepEqual(model.refused, []);
    assert.ok(trapIds(model).includes("budgets-unreadable"));
    assert.ok(!trapIds(model).includes("never-patched"), "one trap for one cause");
    assert.match(model.findings.join("\n"), /sat-sun.*the range ends before it begins/);
  });
});

describe("fields that a NodePool does not have", function () {
  this.timeout(120_000);

  it("are named with their paths, at every depth, with what was meant", async () => {
    const model = await reportOf([
      poolManifest("", {
        nodeClassRef: {
          group: "karpenter.k8s.aws",
          kind: "EC2NodeClass",
          name: "gpu",
          namespace: "kube-system",
        },
        requirements: [
          {
            key: "karpenter.k8s.aws/instance-family",
            operator: "In",
            values: ["g5", "g6"],
            minvalues: 2,
          },
          {
            key: "karpenter.sh/capacity-type",
            operator: "In",
            values: ["on-demand"],
            value: ["spot"],
          },
        ],
        taints: [{ ...gpuTaint, operator: "Exists" }],
        disruption: disruption([
          { nodes: "0", reason: ["Drifted"] },
          { nodes: "0", schedule: "0 8 * * *", duration: "1h", timeZone: "America/New_York" },
        ]),
      }),
    ]);
    const [refused] = model.refused;
    assert.equal(refused?.isOnlyStrict, true);
    assert.deepEqual(
      refused.faults.map((fault) => fault.replace(/: is no field.*; ([^;]+)$/, " → $1")),
      [
        "spec.template.spec.nodeClassRef.namespace → remove it",
        "spec.template.spec.requirements[0].minvalues → write minValues",
        "spec.template.spec.requirements[1].value → write values",
        "spec.template.spec.taints[0].operator → remove it: tolerations have operators, taints have none",
        "spec.disruption.budgets[0].reason → write reasons",
        "spec.disruption.budgets[1].timeZone → remove it, and write the schedule in UTC",
      ],
    );
    assert.equal(model.pools.length, 1, "the rest of the pool is checked");
  });

  it("of v1beta1 are told with their place in v1: expireAfter is dropped, and 720h applies", async () => {
    const model = await reportOf([
      poolManifest("g6", {
        node: { kubelet: { maxPods: 20 }, expireAfter: undefined },
        disruption: { ...disruption([{ nodes: "10%" }]), expireAfter: "Never" },
      }),
    ]);
    assert.match(
      model.refused[0]?.faults.join("\n") ?? "",
      /kubelet: .*move it to spec\.kubelet of the EC2NodeClass/,
    );
    assert.match(
      model.refused[0]?.faults.join("\n") ?? "",
      /move it to spec\.template\.spec\.expireAfter; without it 720h applies/,
    );
    assert.equal(model.pools[0]?.nodePool.expireAfter, "720h");
  });
});

/** https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go */
describe("a pod that the API server refuses because of its resources", function () {
  this.timeout(120_000);

  it("is told as refused and not placed; a misspelt resource is placed nowhere", async () => {
    const gpu = "nvidia.com/gpu";
    const model = await reportOf([
      poolManifest("g6"),
      jobManifest("no-limit", [{ requests: { [gpu]: 1 } }]),
      jobManifest("unlike", [{ requests: { [gpu]: 1 }, limits: { [gpu]: 2 } }]),
      jobManifest("half", [limitsOf(gpu, "500m")]),
      jobManifest("over", [{ requests: { cpu: "4" }, limits: { cpu: "2" } }]),
      jobManifest("misspelt", [limitsOf("nvidia.com/gpus", 1)]),
    ]);
    assert.deepEqual(
      model.refused.map(({ name, faults }) => [name, faults.length]),
      [
        ["Job no-limit", 1],
        ["Job unlike", 1],
        ["Job half", 1],
        ["Job over", 1],
      ],
    );
    assert.match(
      trapText(model, "no-pool-takes") ?? "",
      /^Job misspelt .* Was nvidia\.com\/gpu meant\?$/,
    );
    assert.ok(!model.workloads.some(({ workload }) => workload === "Job half"));
  });
});
