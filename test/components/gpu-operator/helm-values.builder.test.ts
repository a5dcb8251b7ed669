import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import { gpuOperatorValues } from "../../../components/gpu-operator/helm-values.builder";
import { unknownChartKeys } from "../../support/chart-keys";
import { taintedPools, untolerated } from "../../support/tainted-pools";

const pools = [
  {
    name: "gpu-inference",
    taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const }],
  },
  {
    name: "gpu-training",
    taints: [
      { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const },
      { key: "workload", value: "training", effect: "NoSchedule" as const },
    ],
  },
];
const controlPlane = {
  key: "node-role.kubernetes.io/control-plane",
  operator: "Equal",
  value: "",
  effect: "NoSchedule",
};
const gpu = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };
const workload = { key: "workload", operator: "Exists", effect: "NoSchedule" };
const criticalAddons = { key: "CriticalAddonsOnly", operator: "Exists" };
const systemNodes = { "kubernetes.io/os": "linux", "node-group": "system" };

type Values = ReturnType<typeof gpuOperatorValues>;

function partsOf({ driver, toolkit, devicePlugin }: Values) {
  return { driver, toolkit, devicePlugin };
}

describe("gpuOperatorValues", () => {
  it("leaves driver and toolkit to the AMI, and runs the agents on the nodes of every GPU pool", () => {
    assert.deepEqual(gpuOperatorValues({ pools }), {
      driver: { enabled: false },
      toolkit: { enabled: false },
      devicePlugin: { enabled: true },
      dcgmExporter: { enabled: true, serviceMonitor: { enabled: true, additionalLabels: {} } },
      gfd: { enabled: true },
      nfd: { enabled: true },
      migManager: { enabled: false },
      sandboxDevicePlugin: { enabled: false },
      kataSandboxDevicePlugin: { enabled: false },
      vfioManager: { enabled: false },
      vgpuDeviceManager: { enabled: false },
      ccManager: { enabled: false },
      daemonsets: { tolerations: [gpu, workload] },
      operator: {
        nodeSelector: systemNodes,
        tolerations: [controlPlane, criticalAddons],
        upgradeCRD: true,
        cleanupCRD: false,
        metrics: { serviceMonitor: { additionalLabels: {} } },
      },
      "node-feature-discovery": {
        worker: {
          nodeSelector: { "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia" },
          tolerations: [controlPlane, gpu, workload],
        },
        master: { nodeSelector: systemNodes, tolerations: [controlPlane, criticalAddons] },
        gc: { nodeSelector: systemNodes, tolerations: [criticalAddons] },
      },
    });
  });

  it("also leaves the device plugin to Bottlerocket, which has its own", () => {
    const values = gpuOperatorValues({ pools, stack: "bottlerocket-operator", timeSlicing: true });
    assert.deepEqual(partsOf(values), {
      driver: { enabled: false },
      toolkit: { enabled: false },
      devicePlugin: { enabled: false },
    });
  });

  it("installs a pinned driver and the toolkit on Ubuntu, and never replaces the driver of a running node", () => {
    const values = gpuOperatorValues({
      pools,
      stack: "ubuntu-operator",
      driverVersion: "595.91.07",
    });
    assert.deepEqual(partsOf(values), {
      driver: { enabled: true, version: "595.91.07", upgradePolicy: { autoUpgrade: false } },
      toolkit: { enabled: true },
      devicePlugin: { enabled: true },
    });
  });

  it("installs a driver only on Ubuntu, even if another stack names a driver version", () => {
    const values = gpuOperatorValues({ pools, driverVersion: "595.91.07" });
    assert.deepEqual(values.driver, { enabled: false });
  });

  it("has a configuration for each number of replicas, and an empty default for nodes without the label", () => {
    const { devicePlugin } = gpuOperatorValues({ pools, timeSlicing: true });
    assert.ok(devicePlugin.config !== undefined);
    const { data, ...config } = devicePlugin.config;
    assert.deepEqual(config, { create: true, name: "device-plugin-configs", default: "" });
    assert.deepEqual(Object.keys(data), [
      "time-slicing-2",
      "time-slicing-3",
      "time-slicing-4",
      "time-slicing-5",
      "time-slicing-6",
      "time-slicing-7",
      "time-slicing-8",
      "time-slicing-9",
      "time-slicing-10",
      "time-slicing-11",
      "time-slicing-12",
      "time-slicing-13",
      "time-slicing-14",
      "time-slicing-15",
      "time-slicing-16",
    ]);
  });

  it("runs the MIG manager, and allows it to reboot a node, where a tier partitions its GPUs", () => {
    const { mig, migManager } = gpuOperatorValues({ pools, migStrategy: "mixed" });
    assert.deepEqual(mig, { strategy: "mixed" });
    assert.deepEqual(migManager, {
      enabled: true,
      env: [{ name: "WITH_REBOOT", value: "true" }],
    });
  });

  it("lets operands and feature discovery onto a node whose GPUs are not divided yet", () => {
    const startup = { key: "accelerator-platform.io/gpus-not-divided", value: "true" };
    const divided = [{ name: "mig", taints: [{ ...startup, effect: "NoSchedule" as const }] }];
    for (const migStrategy of ["mixed", "single"] as const) {
      const values = gpuOperatorValues({ pools, migStrategy });
      const { worker } = values["node-feature-discovery"];
      assert.deepEqual(untolerated(values.daemonsets.tolerations, divided), []);
      assert.deepEqual(untolerated(worker.tolerations, divided), []);
    }
    const without = gpuOperatorValues({ pools });
    assert.notDeepEqual(untolerated(without.daemonsets.tolerations, divided), []);
  });

  it("labels both ServiceMonitors for a Prometheus that selects by label", () => {
    const values = gpuOperatorValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(values.dcgmExporter.serviceMonitor, {
      enabled: true,
      additionalLabels: { release: "prometheus" },
    });
    assert.deepEqual(values.operator.metrics, {
      serviceMonitor: { additionalLabels: { release: "prometheus" } },
    });
  });

  it("tolerates every taint of arbitrary pools in the operands and in feature discovery", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const values = gpuOperatorValues({ pools: anyPools });
        const { worker } = values["node-feature-discovery"];
        assert.deepEqual(untolerated(values.daemonsets.tolerations, anyPools), []);
        assert.deepEqual(untolerated(worker.tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys of chart v26.7.0", () => {
    for (const stack of ["al2023-operator", "bottlerocket-operator", "ubuntu-operator"] as const) {
      const values = gpuOperatorValues({
        pools,
        stack,
        driverVersion: "595.91.07",
        timeSlicing: true,
        migStrategy: "single",
        serviceMonitorLabels: { release: "prometheus" },
      });
      assert.deepEqual(unknownChartKeys("gpu-operator-v26.7.0", values), []);
    }
  });
});
