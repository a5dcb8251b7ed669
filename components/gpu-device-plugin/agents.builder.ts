import { nvidiaGpuResource } from "../../scheduling/catalogue/resource-names";
import type { Agent } from "../../scheduling/agents/agent";
import { affinityTerms } from "../shared/node-affinity.builder";
import {
  dcgmExporterValues,
  devicePluginValues,
  type DevicePluginSettings,
} from "./helm-values.builder";

/** The DaemonSets of the two charts, with the placement that their Helm values give them. */
export function devicePluginAgents(settings: DevicePluginSettings): readonly Agent[] {
  const plugin = devicePluginValues(settings);
  const exporter = dcgmExporterValues(settings);
  return [
    {
      name: "nvidia-device-plugin",
      purpose: "makes GPUs a resource",
      publishes: nvidiaGpuResource,
      tolerations: plugin.tolerations,
      nodeSelector: {},
      affinityTerms: affinityTerms(plugin.affinity),
    },
    {
      name: "dcgm-exporter",
      purpose: "metrics of GPUs",
      tolerations: exporter.tolerations,
      nodeSelector: exporter.nodeSelector,
      affinityTerms: [],
    },
  ];
}
