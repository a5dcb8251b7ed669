import { z } from "zod";

import { labelKey, labelValue } from "./fields";

export const monitoringSection = z
  .strictObject({
    serviceMonitorLabels: z
      .record(labelKey, labelValue)
      .optional()
      .describe(
        "labels of the ServiceMonitors of Karpenter, the GPU Operator and the DCGM exporter, as your Prometheus selects them (release: <name> for kube-prometheus-stack); {} for a Prometheus that selects every monitor; set it when the cluster has the CRD ServiceMonitor",
      ),
  })
  .describe("what a Prometheus of the cluster scrapes");
