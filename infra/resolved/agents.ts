import { addonAgents } from "../../components/cluster/addon-agents.builder";
import {
  addonsAfterNodes,
  addonsBeforeNodes,
} from "../../components/cluster/addon-settings.builder";
import { efaAgents } from "../../components/efa/agents.builder";
import { devicePluginAgents } from "../../components/gpu-device-plugin/agents.builder";
import { gpuOperatorAgents } from "../../components/gpu-operator/agents.builder";
import { neuronAgents } from "../../components/neuron/agents.builder";
import type { Agent } from "../../scheduling/agents/agent";
import { neuronResource } from "../../scheduling/catalogue/resource-names";
import { acceleratorSoftware } from "./accelerator-software";
import { allPools, poolsWith } from "./accelerator-pools";
import { gpuAgentSettings } from "./gpu-agent-settings";
import type { PlatformSpec } from "./platform-spec";

/**
 * Every agent that the stack runs on the nodes of its pools. Controllers run on the system nodes and are not in the
 * list.
 */
export function agentsOf(spec: PlatformSpec): readonly Agent[] {
  const needed = acceleratorSoftware(spec);
  return [
    ...clusterAgents(spec),
    ...(needed.gpu ? gpuAgents(spec) : []),
    ...(needed.neuron ? neuronAgents({ pools: poolsWith(neuronResource, spec.tiers) }) : []),
    ...(needed.efa ? efaAgents({ region: spec.config.region, pools: allPools(spec.tiers) }) : []),
  ];
}

/** The agents of the EKS add-ons. The program does not know which add-ons an existing cluster has. */
function clusterAgents({ cluster, config }: PlatformSpec): readonly Agent[] {
  if (cluster.kind !== "new") return [];
  return addonAgents([...addonsBeforeNodes, ...addonsAfterNodes(config.cluster.nodeMonitoring)]);
}

function gpuAgents(spec: PlatformSpec): readonly Agent[] {
  const gpu = gpuAgentSettings(spec);
  return gpu.kind === "operator"
    ? gpuOperatorAgents(gpu.settings)
    : devicePluginAgents(gpu.settings);
}
