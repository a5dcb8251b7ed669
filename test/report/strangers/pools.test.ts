import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  gpuTaint,
  inValues,
  jobManifest,
  limitsOf,
  poolManifest,
  reportOf,
  trapIds,
  trapText,
} from "../../support/report-of-manifests";

describe("pools that nobody here wrote", function () {
  this.timeout(180_000);

  it("take web pods on their GPUs if they have no taint, alone or among other types", async () => {
    const pure = await reportOf([poolManifest("g6", { taints: [] })]);
    assert.match(
      trapText(pure, "accelerators-without-taint") ?? "",
      /^No taint keeps other pods off .* g6 \(8 types\)/,
    );
    const preferred = { ...gpuTaint, effect: "PreferNoSchedule" };
    assert.ok(
      trapIds(await reportOf([poolManifest("g6", { taints: [preferred] })])).includes(
        "accelerators-without-taint",
      ),
    );
    const mixed = await reportOf([
      poolManifest("", {
        taints: [],
        requirements: [inValues("karpenter.k8s.aws/instance-category", "c", "m", "g", "p")],
        spec: { limits: { cpu: 500 } },
      }),
    ]);
    assert.match(
      trapText(mixed, "accelerators-without-taint") ?? "",
      /^May launch accelerators beside other types, .* No limit counts amd\.com\/gpu and nvidia\.com\/gpu\.$/,
    );
    assert.ok(
      !trapIds(await reportOf([poolManifest("g6")])).includes("accelerators-without-taint"),
    );
  });

  it("may launch accelerators among ordinary types behind another taint", async () => {
    const model = await reportOf([
      poolManifest("", {
        taints: [{ key: "team", value: "a", effect: "NoSchedule" }],
        requirements: [inValues("karpenter.k8s.aws/instance-category", "c", "m", "g")],
        spec: { limits: { cpu: 500 } },
      }),
    ]);
    assert.ok(trapIds(model).includes("accelerators-in-cpu-pool"));
    assert.ok(!trapIds(model).includes("accelerators-without-taint"));
  });

  it("name zones that the region does not have; spread pods then stay pending", async () => {
    const pool = (name: string, ...zones: readonly string[]): object =>
      poolManifest("m7g", {
        name,
        taints: [],
        requirements: [
          inValues("topology.kubernetes.io/zone", ...zones),
          inValues("karpenter.sh/capacity-type", "on-demand"),
        ],
        spec: { limits: { cpu: 640 } },
      });
    const spread = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "spread" },
      spec: {
        replicas: 4,
        template: {
          metadata: { labels: { app: "s" } },
          spec: {
            topologySpreadConstraints: [
              {
                maxSkew: 1,
                topologyKey: "topology.kubernetes.io/zone",
                whenUnsatisfiable: "DoNotSchedule",
                labelSelector: { matchLabels: { app: "s" } },
              },
            ],
            containers: [{ name: "c", image: "x", resources: { requests: { cpu: "1" } } }],
          },
        },
      },
    };
    for (const zone of ["us-west-2z", "us-east-1a"]) {
      const model = await reportOf([
        pool("serving", "us-west-2a", "us-west-2b"),
        pool("elsewhere", zone),
        spread,
      ]);
      assert.match(
        trapText(model, "zones-not-in-region") ?? "",
        new RegExp(`^${zone} is no zone of us-west-2, which has us-west-2a to us-west-2d`),
      );
      assert.ok(!trapIds(model).includes("launches-nothing"), "one trap for one cause");
      assert.match(
        trapText(model, "some-pods-pending") ?? "",
        /^2 of 4 pods of Deployment spread stay pending/,
      );
      assert.match(
        model.traps.find(({ id }) => id === "some-pods-pending")?.fix ?? "",
        new RegExp(`^Let a pool launch the pods in ${zone}, or take this topology`),
        "no limit stops these pools",
      );
    }
    const possible = await reportOf([
      pool("serving", "us-west-2a", "us-west-2b"),
      pool("elsewhere", "us-west-2c"),
      spread,
    ]);
    assert.deepEqual(trapIds(possible), []);
  });

  it("have taints that belong among the startup taints", async () => {
    const model = await reportOf([
      poolManifest("g6", {
        taints: [gpuTaint, { key: "fsx.csi.aws.com/agent-not-ready", effect: "NoExecute" }],
      }),
      jobManifest("trains", [limitsOf("nvidia.com/gpu", 1)]),
    ]);
    assert.match(
      trapText(model, "taint-meant-for-startup") ?? "",
      /^fsx\.csi\.aws\.com\/agent-not-ready:NoExecute is taken away by an agent/,
    );
    assert.match(trapText(model, "no-pool-takes") ?? "", /do not tolerate its taint fsx/);
  });

  it("take reserved capacity alone: pods land there while the reservation has room", async () => {
    const model = await reportOf([
      poolManifest("p5", { requirements: [inValues("karpenter.sh/capacity-type", "reserved")] }),
      jobManifest("one", [limitsOf("nvidia.com/gpu", 8)]),
    ]);
    const [landing] = model.workloads[0]?.steps[0]?.landings ?? [];
    assert.equal(landing?.capacityType, "reserved");
    assert.deepEqual(landing.instanceTypes, ["p5.48xlarge"]);
    assert.ok(!trapIds(model).includes("no-pool-takes"));
    assert.match(model.assumptions.join("\n"), /take reserved capacity alone \(gpu\)/);
  });

  it("are static: pods land on the nodes that exist, and the others stay pending", async () => {
    const model = await reportOf([
      poolManifest("g6", { spec: { replicas: 2, limits: { nodes: 3 } } }),
      jobManifest("three", [limitsOf("nvidia.com/gpu", 1)], { spec: { parallelism: 3 } }),
    ]);
    const [step] = model.workloads[0]?.steps ?? [];
    assert.deepEqual(
      step?.landings.map(({ pool, nodes, pods, isStatic }) => [pool, nodes, pods, isStatic]),
      [["gpu", 2, 2, true]],
    );
    assert.equal(step.pendingPods, 1);
    assert.ok(trapIds(model).includes("some-pods-pending"));
  });

  it("train without the house label: the report says by what sign, and what may stop a job", async () => {
    const labels = { team: "ml" };
    const spot = [inValues("karpenter.sh/capacity-type", "spot", "on-demand")];
    const model = await reportOf([
      poolManifest("p5", { name: "llm-fine-tuning", labels, requirements: spot }),
      poolManifest("p4d", { name: "big", labels: { purpose: "pretrain" } }),
      poolManifest("g6", { name: "trainium-like", labels }),
    ]);
    const told = (id: string): readonly (string | undefined)[] =>
      model.traps.filter((trap) => trap.id === id).map(({ pool }) => pool);
    assert.deepEqual(told("training-by-other-signs"), ["llm-fine-tuning", "big"]);
    assert.deepEqual(told("training-at-risk"), ["llm-fine-tuning"]);
    assert.match(
      trapText(model, "training-at-risk") ?? "",
      /^Training runs there, as its name says, and Spot is admitted, which EC2 takes back/,
    );
  });

  it("take in the next scheduling round what one round leaves over", async () => {
    const model = await reportOf([
      poolManifest("g6", { spec: { limits: { "nvidia.com/gpu": 8 } } }),
      jobManifest("four", [limitsOf("nvidia.com/gpu", 1)], { spec: { parallelism: 4 } }),
    ]);
    assert.equal(model.workloads[0]?.steps[0]?.pendingPods, 0);
    assert.deepEqual(trapIds(model), ["replicas-share-a-node"]);
  });
});
