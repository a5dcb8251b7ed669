import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";

import {
  dcgmExporterValues,
  devicePluginValues,
} from "../../../components/gpu-device-plugin/helm-values.builder";
import { unknownChartKeys } from "../../support/chart-keys";
import { taintedPools, untolerated } from "../../support/tainted-pools";

const pools = [
  {
    name: "gpu-training",
    taints: [
      { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const },
      { key: "workload", value: "training", effect: "NoSchedule" as const },
    ],
  },
];
const gpu = { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" };
const workload = { key: "workload", operator: "Exists", effect: "NoSchedule" };

describe("devicePluginValues", () => {
  it("runs on every NVIDIA node of Karpenter, tolerates all their taints, and needs no feature discovery", () => {
    assert.deepEqual(devicePluginValues({ pools }), {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  {
                    key: "karpenter.k8s.aws/instance-gpu-manufacturer",
                    operator: "In",
                    values: ["nvidia"],
                  },
                ],
              },
            ],
          },
        },
      },
      tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }, gpu, workload],
      gfd: { enabled: false },
      nfd: { enabled: false },
    });
  });

  it("shares no GPU on a node without a configuration label", () => {
    const { config } = devicePluginValues({ pools, timeSlicing: true });
    assert.deepEqual(config?.fallbackStrategies, ["empty"]);
    assert.equal(
      config?.map["time-slicing-4"],
      [
        "version: v1",
        "sharing:",
        "  timeSlicing:",
        "    renameByDefault: true",
        "    failRequestsGreaterThanOne: true",
        "    resources:",
        "      - name: nvidia.com/gpu",
        "        replicas: 4",
        "",
      ].join("\n"),
    );
  });

  it("tolerates every taint of arbitrary pools", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const { tolerations } = devicePluginValues({ pools: anyPools });
        assert.deepEqual(untolerated(tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys of chart 0.20.0", () => {
    const values = devicePluginValues({ pools, timeSlicing: true });
    assert.deepEqual(unknownChartKeys("nvidia-device-plugin-0.20.0", values), []);
  });
});

describe("dcgmExporterValues", () => {
  it("runs on the same nodes as the device plugin, and has no ServiceMonitor by default", () => {
    assert.deepEqual(dcgmExporterValues({ pools }), {
      nodeSelector: { "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia" },
      tolerations: [
        {
          key: "node-role.kubernetes.io/control-plane",
          operator: "Exists",
          effect: "NoSchedule",
        },
        gpu,
        workload,
      ],
      serviceMonitor: { enabled: false, additionalLabels: {} },
    });
  });

  it("has a ServiceMonitor with the labels by which a Prometheus selects monitors", () => {
    const values = dcgmExporterValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(values.serviceMonitor, {
      enabled: true,
      additionalLabels: { release: "prometheus" },
    });
  });

  it("tolerates every taint of arbitrary pools", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const { tolerations } = dcgmExporterValues({ pools: anyPools });
        assert.deepEqual(untolerated(tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys of chart 4.8.2", () => {
    const values = dcgmExporterValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(unknownChartKeys("dcgm-exporter-4.8.2", values), []);
  });
});
