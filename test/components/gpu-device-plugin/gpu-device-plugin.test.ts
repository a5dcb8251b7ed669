import assert from "node:assert/strict";
import { before, describe, it } from "mocha";

import { GpuDevicePlugin } from "../../../components/gpu-device-plugin/gpu-device-plugin";
import {
  dcgmExporterValues,
  devicePluginValues,
} from "../../../components/gpu-device-plugin/helm-values.builder";
import {
  nameOf,
  type RegisteredResource,
  registeredResources,
  theResource,
} from "../../support/registered-resources";

const pools = [
  { name: "gpu-inference", taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" as const }] },
];
const versions = { devicePlugin: "0.20.0", dcgmExporter: "4.8.2" };
const component = "accelerator-platform:gpu-device-plugin:GpuDevicePlugin::gpu-device-plugin";
const namespace = "kubernetes:core/v1:Namespace::gpu-device-plugin-namespace";
const rest = {
  namespace: "nvidia",
  timeout: 900,
  atomic: true,
  skipCrds: false,
  maxHistory: 5,
  disableOpenapiValidation: false,
  compat: "true",
};

describe("GpuDevicePlugin", () => {
  let resources: readonly RegisteredResource[];

  before(async () => {
    resources = await registeredResources(
      () => new GpuDevicePlugin("gpu-device-plugin", { versions, pools }),
    );
  });

  it("registers a namespace and two releases in it, all as its children", () => {
    assert.deepEqual(
      resources.map((resource) => [nameOf(resource), resource.parent]),
      [
        [component, ""],
        [namespace, component],
        ["kubernetes:helm.sh/v3:Release::gpu-device-plugin-dcgm-exporter-release", component],
        ["kubernetes:helm.sh/v3:Release::gpu-device-plugin-release", component],
      ],
    );
    for (const release of ["gpu-device-plugin-dcgm-exporter-release", "gpu-device-plugin-release"])
      assert.deepEqual(theResource(resources, release).dependencies, [namespace]);
  });

  it("allows privileged agents in its namespace", () => {
    const { metadata } = theResource(resources, "gpu-device-plugin-namespace").inputs;
    assert.deepEqual(metadata, {
      name: "nvidia",
      labels: {
        "pod-security.kubernetes.io/enforce": "privileged",
        "pod-security.kubernetes.io/audit": "privileged",
        "pod-security.kubernetes.io/warn": "privileged",
      },
    });
  });

  it("installs NVIDIA's device plugin, pinned", () => {
    assert.deepEqual(theResource(resources, "gpu-device-plugin-release").inputs, {
      ...rest,
      name: "nvidia-device-plugin",
      chart: "nvidia-device-plugin",
      repositoryOpts: { repo: "https://nvidia.github.io/k8s-device-plugin" },
      version: "0.20.0",
      values: devicePluginValues({ pools }),
    });
  });

  it("installs the DCGM exporter, pinned", () => {
    assert.deepEqual(theResource(resources, "gpu-device-plugin-dcgm-exporter-release").inputs, {
      ...rest,
      name: "dcgm-exporter",
      chart: "dcgm-exporter",
      repositoryOpts: { repo: "https://nvidia.github.io/dcgm-exporter/helm-charts" },
      version: "4.8.2",
      values: dcgmExporterValues({ pools }),
    });
  });
});
