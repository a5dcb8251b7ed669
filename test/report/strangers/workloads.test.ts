import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  classManifest,
  inValues,
  jobManifest,
  limitsOf,
  poolManifest,
  reportOf,
  trapIds,
  trapText,
} from "../../support/report-of-manifests";

const gpu = "nvidia.com/gpu";
const doNotDisrupt = "karpenter.sh/do-not-disrupt";

describe("workloads that nobody here wrote", function () {
  this.timeout(180_000);

  it("ask for two slices in two containers: Karpenter adds them up, and no type has two GPUs", async () => {
    const model = await reportOf([
      poolManifest("", {
        requirements: [inValues("node.kubernetes.io/instance-type", "g6e.xlarge", "g6e.2xlarge")],
      }),
      jobManifest("two", [limitsOf(gpu, 1), limitsOf(gpu, 1)]),
    ]);
    assert.match(
      trapText(model, "no-pool-takes") ?? "",
      /Karpenter adds up the 2 containers: 2 nvidia\.com\/gpu\. No type of these pools has more than 1\. It knows no shares of a GPU without a NodeOverlay\.$/,
    );
  });

  it("are refused by maxPods of the class, where the agents need more places than a node has", async () => {
    const agent = (name: string): object => ({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name },
      spec: {
        template: {
          metadata: { labels: { app: name } },
          spec: { tolerations: [{ operator: "Exists" }], containers: [{ name: "a", image: name }] },
        },
      },
    });
    const model = await reportOf([
      poolManifest("g6"),
      classManifest({ kubelet: { maxPods: 1 } }),
      agent("aws-node"),
      agent("kube-proxy"),
      jobManifest("one", [limitsOf(gpu, 1)]),
    ]);
    assert.match(
      trapText(model, "no-pool-takes") ?? "",
      /gpu: each node takes 1 pod \(kubelet\.maxPods\), and the agents on it need 2 places\./,
    );
  });

  it("land in shares of a GPU that a NodeOverlay gives to the types", async () => {
    const types = inValues("node.kubernetes.io/instance-type", "g6e.xlarge", "g6e.2xlarge");
    const overlay = {
      apiVersion: "karpenter.sh/v1alpha1",
      kind: "NodeOverlay",
      metadata: { name: "shares" },
      spec: { requirements: [types], capacity: { "nvidia.com/gpu.shared": "4" } },
    };
    const shares = limitsOf("nvidia.com/gpu.shared", 1);
    const manifests = [
      poolManifest("", { requirements: [types] }),
      jobManifest("two", [shares, shares]),
    ];
    const model = await reportOf([...manifests, overlay]);
    assert.deepEqual(
      model.workloads[0]?.steps[0]?.landings.map(({ pool }) => pool),
      ["gpu"],
    );
    assert.ok(!trapIds(model).includes("no-pool-takes"));
    const elsewhere = {
      ...overlay,
      spec: {
        ...overlay.spec,
        requirements: [inValues("karpenter.k8s.aws/instance-gpu-name", "t4")],
      },
    };
    assert.ok(trapIds(await reportOf([...manifests, elsewhere])).includes("no-pool-takes"));
  });

  it("ask for a resource by an old name, and the report names the right one", async () => {
    const model = await reportOf([
      poolManifest("inf2", {
        taints: [{ key: "aws.amazon.com/neuron", effect: "NoSchedule" }],
        spec: { limits: { cpu: 99 } },
      }),
      jobManifest("old", [limitsOf("aws.amazon.com/neurondevice", 2)], {
        pod: { tolerations: [{ operator: "Exists" }] },
      }),
    ]);
    assert.match(trapText(model, "no-pool-takes") ?? "", /Was aws\.amazon\.com\/neuron meant\?$/);
  });

  it("select an L4 and request none: they land on a fraction of one, and get no GPU", async () => {
    const model = await reportOf([
      poolManifest("", { requirements: [inValues("karpenter.k8s.aws/instance-gpu-name", "l4")] }),
      jobManifest("selects", [{ requests: { cpu: "1" } }], {
        pod: { nodeSelector: { "karpenter.k8s.aws/instance-gpu-name": "l4" } },
      }),
    ]);
    assert.match(
      trapText(model, "no-device-requested") ?? "",
      /requests no device: .* get no accelerator\. Types with a fraction of a GPU are among them\.$/,
    );
  });
});

describe("do-not-disrupt of pods", function () {
  this.timeout(180_000);

  it("ends on Spot in two minutes; a short grace period of the pool stops the pod in time", async () => {
    const spot = [inValues("karpenter.sh/capacity-type", "spot", "on-demand")];
    const textWith = async (pool: string, seconds: number): Promise<string> => {
      const model = await reportOf([
        poolManifest("g5", { requirements: spot, node: { terminationGracePeriod: pool } }),
        jobManifest("ci", [limitsOf(gpu, 1)], {
          podMetadata: { annotations: { [doNotDisrupt]: "true" } },
          pod: { terminationGracePeriodSeconds: seconds },
        }),
      ]);
      return trapText(model, "do-not-disrupt-on-spot") ?? "";
    };
    assert.match(await textWith("30m", 3600), /tells the pod to stop at once, in time\.$/);
    assert.match(await textWith("1m", 30), /tells the pod to stop after 30 seconds, in time\.$/);
    assert.match(await textWith("1h", 30), /only after 3570 seconds, when the node is gone\.$/);
  });

  it("ends with terminationGracePeriod: drift stops a week-long job after 59 minutes", async () => {
    const job = jobManifest("week-long", [limitsOf(gpu, 8)], {
      podMetadata: { annotations: { [doNotDisrupt]: "true" } },
    });
    const model = await reportOf([
      poolManifest("p5", { node: { terminationGracePeriod: "1h" } }),
      job,
    ]);
    assert.match(
      trapText(model, "grace-ends-do-not-disrupt") ?? "",
      /^Job week-long asks not to be disrupted, but terminationGracePeriod 1h lets drift drain its node all the same: the pod is told to stop 59 minutes after the drain began/,
    );
    assert.deepEqual(trapIds(await reportOf([poolManifest("p5"), job])), ["no-efa-requested"]);
  });

  /** Karpenter 1.14.1 reads durations: pkg/utils/pod/scheduling.go, IsDoNotDisruptActive. */
  it("has an effect as true and as a duration, on the pod alone, under its own name", async () => {
    const jobs: readonly (readonly [name: string, job: object, why: RegExp | undefined])[] = [
      [
        "a",
        jobManifest("a", [limitsOf(gpu, 1)], {
          podMetadata: { annotations: { [doNotDisrupt]: "8h" } },
        }),
        undefined,
      ],
      [
        "b",
        jobManifest("b", [limitsOf(gpu, 1)], {
          podMetadata: { annotations: { [doNotDisrupt]: "8d" } },
        }),
        /is "8d", and only/,
      ],
      [
        "c",
        jobManifest("c", [limitsOf(gpu, 1)], {
          metadata: { annotations: { [doNotDisrupt]: "true" } },
        }),
        /is on the Job/,
      ],
      [
        "d",
        jobManifest("d", [limitsOf(gpu, 1)], {
          podMetadata: { annotations: { "karpenter.sh/do-not-evict": "true" } },
        }),
        /does not read karpenter\.sh\/do-not-evict/,
      ],
      [
        "e",
        jobManifest("e", [limitsOf(gpu, 1)], {
          podMetadata: { labels: { [doNotDisrupt]: "true" } },
        }),
        /is a label there/,
      ],
    ];
    const model = await reportOf([poolManifest("g6"), ...jobs.map(([, job]) => job)]);
    const told = model.traps.filter(({ id }) => id === "annotation-without-effect");
    for (const [name, , why] of jobs) {
      const text = told.find(({ workload }) => workload === `Job ${name}`)?.text;
      if (why === undefined) assert.equal(text, undefined);
      else assert.match(text ?? "", why);
    }
  });
});
