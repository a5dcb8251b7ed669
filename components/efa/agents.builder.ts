import { efaResource } from "../../scheduling/catalogue/resource-names";
import type { Agent } from "../../scheduling/agents/agent";
import {
  type EfaDevicePluginSettings,
  efaDevicePluginValues,
  tolerationOfChart,
} from "./helm-values.builder";

/** The DaemonSet of the `aws-efa-k8s-device-plugin` chart, with the placement that its Helm values give it. */
export function efaAgents(settings: EfaDevicePluginSettings): readonly Agent[] {
  const values = efaDevicePluginValues(settings);
  const { keys, values: supported } = values.supportedInstanceLabels;
  return [
    {
      name: "aws-efa-k8s-device-plugin",
      purpose: "makes Elastic Fabric Adapters a resource",
      publishes: efaResource,
      tolerations: [tolerationOfChart, ...values.tolerations],
      nodeSelector: values.nodeSelector,
      affinityTerms: keys.map((key) => [{ key, operator: "In", values: supported }]),
    },
  ];
}
