import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { outlastedBy } from "../../support/dependency-graph";
import { platformResources } from "../../support/platform";
import { nameOf, type RegisteredResource, theResource } from "../../support/registered-resources";

type Gpu = PlatformConfig["gpu"];
type Tiers = PlatformConfig["tiers"];

const tiers: Tiers = { "gpu-inference": {}, "gpu-training": {}, "multi-arch": {}, inferentia: {} };
const ubuntuAmi = "ubuntu-eks/k8s_1.35/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260810";

/** What the production stack registers with these tiers and this choice of the GPU stack. */
function resourcesWith(changes: { gpu?: Gpu; tiers?: Tiers }) {
  const key = JSON.stringify(changes);
  const found = registered.get(key) ?? platformResources(stack, { tiers, ...changes });
  registered.set(key, found);
  return found;
}

const stack = "production-us-east-1";
/** Several tests look at the same platform, which takes seconds to register. */
const registered = new Map<string, Promise<readonly RegisteredResource[]>>();

function specOf(resources: readonly RegisteredResource[], name: string) {
  return theResource(resources, name).inputs["spec"] as Readonly<Record<string, unknown>>;
}

function valuesOf(resources: readonly RegisteredResource[], name: string) {
  return theResource(resources, name).inputs["values"] as Readonly<Record<string, unknown>>;
}

/** The AMI of each class, and its volumes' devices. */
function amis(resources: readonly RegisteredResource[]) {
  const classes = resources.filter(({ type }) => type.endsWith(":EC2NodeClass"));
  return Object.fromEntries(
    classes.map(({ inputs }) => {
      const { name } = inputs["metadata"] as { name: string };
      const { amiFamily, amiSelectorTerms, blockDeviceMappings } = inputs["spec"] as {
        amiFamily?: string;
        amiSelectorTerms: readonly unknown[];
        blockDeviceMappings: readonly { deviceName: string }[];
      };
      const devices = blockDeviceMappings.map(({ deviceName }) => deviceName);
      return [name, [amiFamily, ...amiSelectorTerms, ...devices]];
    }),
  );
}

const al2023 = [undefined, { alias: "al2023@v20260903" }, "/dev/xvda"];

function agentsOf(resources: readonly RegisteredResource[]) {
  return resources
    .filter(({ type, name }) => type.endsWith(":Release") && name.startsWith("gpu-"))
    .map(({ name, inputs }) => [name, inputs["version"]]);
}

describe("the GPU stack of a platform", () => {
  it("is AL2023 with the operator by default", async () => {
    const resources = await resourcesWith({});
    assert.deepEqual(amis(resources), {
      default: al2023,
      "gpu-optimized": al2023,
      "gpu-training": al2023,
      "inferentia-nodes": al2023,
    });
    assert.deepEqual(agentsOf(resources), [["gpu-operator-release", "v26.7.0"]]);
  });

  it("may be Bottlerocket, only in the classes of GPU tiers", async () => {
    const resources = await resourcesWith({
      gpu: { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" },
    });
    const bottlerocket = [undefined, { alias: "bottlerocket@v1.53.0" }, "/dev/xvda", "/dev/xvdb"];
    assert.deepEqual(amis(resources), {
      default: al2023,
      "gpu-optimized": bottlerocket,
      "gpu-training": bottlerocket,
      "inferentia-nodes": al2023,
    });
    const { driver, toolkit, devicePlugin } = valuesOf(resources, "gpu-operator-release");
    assert.deepEqual(
      [driver, toolkit, devicePlugin],
      [{ enabled: false }, { enabled: false }, { enabled: false }],
    );
  });

  it("may be Ubuntu with the operator's driver", async () => {
    const resources = await resourcesWith({ gpu: { stack: "ubuntu-operator", ubuntuAmi } });
    const ubuntu = ["AL2", { name: ubuntuAmi, owner: "099720109477" }, "/dev/sda1"];
    assert.deepEqual(amis(resources), {
      default: al2023,
      "gpu-optimized": ubuntu,
      "gpu-training": ubuntu,
      "inferentia-nodes": al2023,
    });
    const { driver, toolkit, devicePlugin } = valuesOf(resources, "gpu-operator-release");
    assert.deepEqual(
      [driver, toolkit, devicePlugin],
      [
        { enabled: true, version: "595.91.07", upgradePolicy: { autoUpgrade: false } },
        { enabled: true },
        { enabled: true },
      ],
    );
  });

  it("may work without the operator", async () => {
    const resources = await resourcesWith({ gpu: { stack: "al2023-device-plugin" } });
    assert.deepEqual(amis(resources)["gpu-training"], al2023);
    assert.deepEqual(agentsOf(resources), [
      ["gpu-device-plugin-dcgm-exporter-release", "4.8.2"],
      ["gpu-device-plugin-release", "0.20.0"],
    ]);
  });

  it("deletes the agents after the pools in every GPU stack", async () => {
    const resources = await resourcesWith({ gpu: { stack: "al2023-device-plugin" } });
    const outlasting = outlastedBy(resources, theResource(resources, "gpu-inference-node-pool"));
    for (const name of ["gpu-device-plugin-release", "gpu-device-plugin-dcgm-exporter-release"])
      assert.ok(outlasting.has(nameOf(theResource(resources, name))), name);
  });
});

describe("the shared GPUs of a platform", () => {
  const sliced: Tiers = {
    ...tiers,
    "gpu-inference": { gpuSharing: { timeSlicing: { replicas: 4 } } },
  };

  function overlaysOf(resources: readonly RegisteredResource[]) {
    return resources.filter(({ type }) => type === "kubernetes:karpenter.sh/v1alpha1:NodeOverlay");
  }

  function overlayGate(resources: readonly RegisteredResource[]): unknown {
    const { settings } = valuesOf(resources, "karpenter-release") as {
      settings: { featureGates: { nodeOverlay: unknown } };
    };
    return settings.featureGates.nodeOverlay;
  }

  it("need an explicit key: by default there is no overlay, gate, configuration or label", async () => {
    const resources = await resourcesWith({});
    assert.deepEqual(overlaysOf(resources), []);
    assert.equal(overlayGate(resources), false);
    assert.deepEqual(valuesOf(resources, "gpu-operator-release")["devicePlugin"], {
      enabled: true,
    });
    assert.doesNotMatch(
      JSON.stringify(specOf(resources, "gpu-inference-node-pool")),
      /nvidia\.com\/(mig|device)/,
    );
  });

  it("have an overlay and the gate, a configuration, a label, and limits in slices", async () => {
    const resources = await resourcesWith({ tiers: sliced });
    assert.deepEqual(
      overlaysOf(resources).map(({ name, inputs }) => [name, inputs]),
      [
        [
          "gpu-inference-node-overlay-1",
          {
            apiVersion: "karpenter.sh/v1alpha1",
            kind: "NodeOverlay",
            metadata: {
              name: "gpu-inference-gpus-1",
              labels: {
                "app.kubernetes.io/managed-by": "pulumi",
                "app.kubernetes.io/part-of": "accelerator-platform",
              },
            },
            spec: {
              requirements: [
                { key: "karpenter.sh/nodepool", operator: "In", values: ["gpu-inference"] },
                { key: "karpenter.k8s.aws/instance-gpu-count", operator: "In", values: ["1"] },
              ],
              capacity: { "nvidia.com/gpu": "0", "nvidia.com/gpu.shared": "4" },
            },
          },
        ],
      ],
    );
    assert.equal(overlayGate(resources), true);
    const { config } = valuesOf(resources, "gpu-operator-release")["devicePlugin"] as {
      config: { data: Readonly<Record<string, string>> };
    };
    assert.match(config.data["time-slicing-4"] ?? "", /replicas: 4\n$/);
    const { template, limits } = specOf(resources, "gpu-inference-node-pool") as {
      template: { metadata: { labels: Readonly<Record<string, string>> } };
      limits: unknown;
    };
    assert.equal(template.metadata.labels["nvidia.com/device-plugin.config"], "time-slicing-4");
    assert.deepEqual(limits, { "nvidia.com/gpu": 50, "nvidia.com/gpu.shared": 200 });
  });

  it("leave the other tiers as they are", async () => {
    const name = "gpu-training-node-pool";
    const [before, after] = [await resourcesWith({}), await resourcesWith({ tiers: sliced })];
    assert.deepEqual(specOf(after, name), specOf(before, name));
  });

  it("are set up after Karpenter and before their pool, and deleted in reverse", async () => {
    const resources = await resourcesWith({ tiers: sliced });
    const [overlay] = overlaysOf(resources);
    assert.ok(overlay !== undefined);
    const outlastingOverlay = outlastedBy(resources, overlay);
    for (const name of ["karpenter-crd-release", "karpenter-release", "gpu-operator-release"])
      assert.ok(outlastingOverlay.has(nameOf(theResource(resources, name))), name);
    const pool = theResource(resources, "gpu-inference-node-pool");
    assert.ok(outlastedBy(resources, pool).has(nameOf(overlay)));
  });

  it("are set in the operating system with Bottlerocket", async () => {
    const resources = await resourcesWith({
      gpu: { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" },
      tiers: sliced,
    });
    assert.match(
      String(specOf(resources, "node-class-gpu-optimized-ec2-node-class")["userData"]),
      /^device-sharing-strategy = "time-slicing"\n[^]*^replicas = 4$/m,
    );
    assert.ok(!("userData" in specOf(resources, "node-class-gpu-training-ec2-node-class")));
    assert.deepEqual(valuesOf(resources, "gpu-operator-release")["devicePlugin"], {
      enabled: false,
    });
    assert.equal(overlaysOf(resources).length, 1);
  });

  it("are configured in the chart of the device plugin without the operator", async () => {
    const gpu: Gpu = { stack: "al2023-device-plugin" };
    const resources = await resourcesWith({ gpu, tiers: sliced });
    const { config } = valuesOf(resources, "gpu-device-plugin-release") as {
      config: { map: Readonly<Record<string, string>> };
    };
    assert.match(config.map["time-slicing-4"] ?? "", /replicas: 4\n$/);
  });

  it("may be instances of MIG: manager, strategy, label, limits and an overlay for each size", async () => {
    const cut: Tiers = {
      "gpu-training": {
        families: ["p5"],
        gpuSharing: { mig: { profile: "all-1g.10gb", strategy: "mixed" } },
      },
    };
    const resources = await resourcesWith({ tiers: cut });
    const { mig, migManager } = valuesOf(resources, "gpu-operator-release");
    assert.deepEqual(mig, { strategy: "mixed" });
    assert.deepEqual(migManager, { enabled: true, env: [{ name: "WITH_REBOOT", value: "true" }] });
    const { template, limits } = specOf(resources, "gpu-training-node-pool") as {
      template: { metadata: { labels: Readonly<Record<string, string>> } };
      limits: unknown;
    };
    assert.equal(template.metadata.labels["nvidia.com/mig.config"], "all-1g.10gb");
    assert.deepEqual(limits, { "nvidia.com/gpu": 32, "nvidia.com/mig-1g.10gb": 224 });
    assert.deepEqual(
      overlaysOf(resources).map(({ inputs }) => (inputs["spec"] as { capacity: unknown }).capacity),
      [
        { "nvidia.com/gpu": "0", "nvidia.com/mig-1g.10gb": "7" },
        { "nvidia.com/gpu": "0", "nvidia.com/mig-1g.10gb": "56" },
      ],
    );
  });
});
