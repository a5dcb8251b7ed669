import { neuronResource } from "../../scheduling/catalogue/resource-names";
import { instanceTypeLabelKey } from "../../scheduling/requirements/labels";
import type { Agent } from "../../scheduling/agents/agent";
import { type NeuronSettings, neuronValues } from "./helm-values.builder";

/**
 * The DaemonSet of the `neuron-helm-chart`, with the placement that its Helm values give it. The chart turns the list
 * `neuronInstances` into a node affinity.
 *
 * @see https://github.com/aws-neuron/neuron-helm-charts
 * @throws when no pool has an instance type, as `neuronValues` does
 */
export function neuronAgents(settings: NeuronSettings): readonly Agent[] {
  const { neuronInstances, devicePlugin } = neuronValues(settings);
  return [
    {
      name: "neuron-device-plugin",
      purpose: "makes Neuron devices a resource",
      publishes: neuronResource,
      tolerations: devicePlugin.tolerations,
      nodeSelector: {},
      affinityTerms: [[{ key: instanceTypeLabelKey, operator: "In", values: neuronInstances }]],
    },
  ];
}
