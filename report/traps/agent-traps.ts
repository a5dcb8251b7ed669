/** Agents that are meant for a pool's nodes and cannot enter, and devices that therefore never appear. */

import type { NodePool } from "../../scheduling/node-pool/node-pool";
import type { Agent } from "../../scheduling/agents/agent";
import type { AgentContracts, DeviceContract } from "../answers/agents/agent-contracts";
import { spanText } from "../answers/disruption/node-age";
import { parseDuration } from "../../scheduling/values/duration";
import type { Trap } from "./trap";
import { listed } from "../../scheduling/values/wording";

/** @param agents those of the contracts; a trap is only an agent that asks for certain nodes */
export function agentTraps(
  { contracts, devices }: AgentContracts,
  agents: readonly Agent[],
  pools: readonly NodePool[],
): readonly Trap[] {
  const particular = new Set(agents.filter(isParticular).map(({ name }) => name));
  const missing = devices.filter(({ typesWithout }) => typesWithout.length > 0);
  return [
    ...missing.map((device) => ({
      id: "devices-never-appear",
      pool: device.pool,
      text: deviceText(device, pools),
    })),
    ...keptOff(contracts.filter(({ agent }) => particular.has(agent))),
  ];
}

/** One trap for all agents of a pool that the same taints keep off. */
function keptOff(contracts: AgentContracts["contracts"]): readonly Trap[] {
  const byTaint = new Map<string, { pool: string; taints: string; agents: string[] }>();
  for (const { agent, pool, untolerated } of contracts) {
    if (untolerated.length === 0) continue;
    const taints = untolerated.join(" and ");
    const known = byTaint.get(`${pool} ${taints}`) ?? { pool, taints, agents: [] };
    byTaint.set(`${pool} ${taints}`, { ...known, agents: [...known.agents, agent] });
  }
  return [...byTaint.values()].map(({ pool, taints, agents }) => {
    const [are, do_, they] = agents.length === 1 ? ["is", "does", "it"] : ["are", "do", "they"];
    const text = `${listed(agents, agents.length)} ${are} meant for nodes of ${pool} and ${do_} not tolerate ${taints}: ${they} never run${agents.length === 1 ? "s" : ""} there.`;
    return { id: "agent-kept-off", pool, text };
  });
}

/** An agent without selector and affinity may well be meant for other nodes. */
function isParticular({ nodeSelector, affinityTerms, labelling }: Agent): boolean {
  const wants = affinityTerms
    .flat()
    .some(({ operator }) => operator === "In" || operator === "Exists");
  return labelling !== undefined || Object.keys(nodeSelector).length > 0 || wants;
}

function deviceText(device: DeviceContract, pools: readonly NodePool[]): string {
  const { pool, resource, types, typesWithout, reason } = device;
  const which =
    typesWithout.length === types ? "never appear" : `do not appear on ${listed(typesWithout)}`;
  const expireAfter = pools.find(({ name }) => name === pool)?.expireAfter ?? "Never";
  const seconds = parseDuration(expireAfter);
  const until =
    seconds === undefined ? "for ever" : `until it expires after ${spanText(seconds / 3600)}`;
  return `The ${resource} devices of ${pool} ${which}: ${reason}. A node launched for them never becomes initialised; Karpenter neither replaces nor removes it, and it costs its full price ${until}.`;
}
