import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { PlatformConfig } from "../../../infra/config/schema";
import { platformResources } from "../../support/platform";
import { theResource } from "../../support/registered-resources";
import { stackFaults } from "../../support/stack-faults";

const stack = "production-us-east-1";
const tiers = { "gpu-inference": {} };
const labels = { release: "kube-prometheus-stack" };

/** The values of the releases with these names. */
async function valuesOf(names: readonly string[], changes: Partial<PlatformConfig>) {
  const resources = await platformResources(stack, { tiers, ...changes });
  return names.map(
    (name) => theResource(resources, name).inputs["values"] as Readonly<Record<string, unknown>>,
  );
}

describe("monitoring.serviceMonitorLabels", () => {
  // https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/charts/karpenter/templates/servicemonitor.yaml
  // https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/deployments/gpu-operator/values.yaml
  it("reaches the monitors of Karpenter and the GPU Operator, which otherwise no Prometheus selects", async () => {
    const [karpenter, operator] = await valuesOf(["karpenter-release", "gpu-operator-release"], {
      monitoring: { serviceMonitorLabels: labels },
    });
    assert.deepEqual(karpenter?.["serviceMonitor"], { enabled: true, additionalLabels: labels });
    assert.deepEqual(operator?.["dcgmExporter"], {
      enabled: true,
      serviceMonitor: { enabled: true, additionalLabels: labels },
    });
    assert.deepEqual((operator?.["operator"] as { metrics: unknown }).metrics, {
      serviceMonitor: { additionalLabels: labels },
    });
  });

  it("reaches the DCGM exporter of a stack without the operator", async () => {
    const [exporter] = await valuesOf(["gpu-device-plugin-dcgm-exporter-release"], {
      gpu: { stack: "al2023-device-plugin" },
      monitoring: { serviceMonitorLabels: labels },
    });
    assert.deepEqual(exporter?.["serviceMonitor"], { enabled: true, additionalLabels: labels });
  });

  it("turns the monitors on without labels, for a Prometheus that selects every monitor", async () => {
    const [karpenter] = await valuesOf(["karpenter-release"], {
      monitoring: { serviceMonitorLabels: {} },
    });
    assert.deepEqual(karpenter?.["serviceMonitor"], { enabled: true, additionalLabels: {} });
  });

  it("leaves Karpenter without a monitor when the key is absent", async () => {
    const [karpenter] = await valuesOf(["karpenter-release"], {});
    assert.equal(karpenter?.["serviceMonitor"], undefined);
  });

  it("takes labels of Kubernetes only", () => {
    const faults = stackFaults(stack, (sections) => {
      sections["monitoring"] = { serviceMonitorLabels: { release: "no spaces" } };
    });
    assert.deepEqual(faults, [
      'monitoring.serviceMonitorLabels.release: not allowed, got "no spaces"; expected a Kubernetes label value, at most 63 characters; set monitoring.serviceMonitorLabels.release',
    ]);
  });
});
