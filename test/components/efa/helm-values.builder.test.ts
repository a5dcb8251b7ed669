import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { efaDevicePluginValues } from "../../../components/efa/helm-values.builder";
import { unknownChartKeys } from "../../support/chart-keys";

const pools = [
  {
    name: "gpu-training",
    taints: [
      { key: "workload", value: "training", effect: "NoSchedule" as const },
      { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" as const },
    ],
  },
];

describe("efaDevicePluginValues", () => {
  it("runs the plugin only on labelled nodes, tolerates every taint of the pools, and pulls from the region's registry", () => {
    assert.deepEqual(efaDevicePluginValues({ region: "ap-northeast-1", pools }), {
      image: {
        repository:
          "602401143452.dkr.ecr.ap-northeast-1.amazonaws.com/eks/aws-efa-k8s-device-plugin",
      },
      nodeSelector: { "vpc.amazonaws.com/efa.present": "true" },
      supportedInstanceLabels: { keys: ["kubernetes.io/os"], values: ["linux"] },
      tolerations: [
        { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
        { key: "workload", operator: "Exists", effect: "NoSchedule" },
      ],
    });
  });

  it("sets only keys of the chart", () => {
    assert.deepEqual(
      unknownChartKeys(
        "aws-efa-k8s-device-plugin-v0.5.30",
        efaDevicePluginValues({ region: "us-east-1", pools }),
      ),
      [],
    );
  });
});
