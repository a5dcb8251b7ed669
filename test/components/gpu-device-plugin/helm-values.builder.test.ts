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
  it("runs on the NVIDIA nodes of Karpenter, past all their taints, without feature discovery", () => {
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

  it("shares no GPU of a node that asks for no configuration", () => {
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

  it("tolerates every taint of any pools", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const { tolerations } = devicePluginValues({ pools: anyPools });
        assert.deepEqual(untolerated(tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys that chart 0.20.0 knows", () => {
    const values = devicePluginValues({ pools, timeSlicing: true });
    assert.deepEqual(unknownChartKeys("nvidia-device-plugin-0.20.0", values), []);
  });
});

describe("dcgmExporterValues", () => {
  it("runs beside the device plugin, without a monitor where no Prometheus selects it", () => {
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

  it("has a monitor with the labels that a Prometheus selects by", () => {
    const values = dcgmExporterValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(values.serviceMonitor, {
      enabled: true,
      additionalLabels: { release: "prometheus" },
    });
  });

  it("tolerates every taint of any pools", () => {
    fc.assert(
      fc.property(taintedPools, (anyPools) => {
        const { tolerations } = dcgmExporterValues({ pools: anyPools });
        assert.deepEqual(untolerated(tolerations, anyPools), []);
      }),
    );
  });

  it("sets only keys that chart 4.8.2 knows", () => {
    const values = dcgmExporterValues({ pools, serviceMonitorLabels: { release: "prometheus" } });
    assert.deepEqual(unknownChartKeys("dcgm-exporter-4.8.2", values), []);
  });
});
