import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import { gpuOperatorValues } from "../../../components/gpu-operator/helm-values.builder";
import { uncoveredTaints } from "../../../components/shared/agent-tolerations.builder";
import { unknownChartKeys } from "../../support/chart-keys";
import { taintedPools } from "../../support/tainted-pools";

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

describe("gpuOperatorValues", () => {
  it("leaves driver and toolkit to the AMI and runs the agents wherever a GPU pool launches", () => {
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

  it("brings driver and toolkit, each for itself, where the AMI has none", () => {
    const { driver, toolkit } = gpuOperatorValues({
      pools,
      driver: "operator",
      toolkit: "operator",
    });
    assert.deepEqual(
      { driver, toolkit },
      { driver: { enabled: true }, toolkit: { enabled: true } },
    );
    const onlyToolkit = gpuOperatorValues({ pools, toolkit: "operator" });
    assert.deepEqual(
      { driver: onlyToolkit.driver, toolkit: onlyToolkit.toolkit },
      { driver: { enabled: false }, toolkit: { enabled: true } },
    );
  });

  it("labels both monitors for a Prometheus that selects by label", () => {
    const values = gpuOperatorValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(values.dcgmExporter.serviceMonitor, {
      enabled: true,
      additionalLabels: { release: "prometheus" },
    });
    assert.deepEqual(values.operator.metrics, {
      serviceMonitor: { additionalLabels: { release: "prometheus" } },
    });
  });

  it("tolerates every taint of any pools in the operands and in feature discovery", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const values = gpuOperatorValues({ pools: anyPools });
        const { worker } = values["node-feature-discovery"];
        assert.deepEqual(uncoveredTaints(values.daemonsets.tolerations, anyPools), []);
        assert.deepEqual(uncoveredTaints(worker.tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys that chart v26.7.0 knows", () => {
    const values = gpuOperatorValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(unknownChartKeys("gpu-operator-v26.7.0", values), []);
  });
});
