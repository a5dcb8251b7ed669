import type { Agent } from "../../../scheduling/agents/agent";
import type { AgentContract } from "../../answers/agents/agent-contracts";
import { listed } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/**
 * Reported only for agents that ask for certain nodes, or whose image says which nodes they are for. Any other agent may
 * be meant for other nodes.
 */
export const agentKeptOff: StackTrap<"agents" | "agentContracts" | "reports"> = {
  id: "agent-kept-off",
  title: "Agents that a taint keeps off",
  rank: 285,
  kind: "costly",
  fix: "Give the agents a toleration of the taint.",
  at: ["spec", "template", "spec", "taints"],
  occurrencesIn: ({ agents, agentContracts: { contracts }, reports }) => {
    const byName = new Map(agents.map((agent) => [agent.name, agent]));
    const isMeant = ({ agent: name, pool }: AgentContract): boolean => {
      const agent = byName.get(name);
      if (agent === undefined) return false;
      if (asksForCertainNodes(agent)) return true;
      const types = reports.find(({ name: one }) => one === pool)?.launchable.types ?? [];
      return types.some(
        ({ accelerator }) => accelerator !== undefined && accelerator.resource === agent.meantFor,
      );
    };
    return keptOffTogether(contracts.filter(isMeant)).map(({ pool, taints, agents: names }) => {
      const [are, do_, they] = names.length === 1 ? ["is", "does", "it"] : ["are", "do", "they"];
      const run = names.length === 1 ? "runs" : "run";
      return {
        pool,
        text: `${listed(names, names.length)} ${are} meant for nodes of ${pool} and ${do_} not tolerate ${taints}: ${they} never ${run} there.`,
      };
    });
  },
};

function asksForCertainNodes({ nodeSelector, affinityTerms, labelling }: Agent): boolean {
  const wants = affinityTerms
    .flat()
    .some(({ operator }) => operator === "In" || operator === "Exists");
  return labelling !== undefined || Object.keys(nodeSelector).length > 0 || wants;
}

interface KeptOff {
  readonly pool: string;
  readonly taints: string;
  readonly agents: readonly string[];
}

/** The agents that the same taints keep off the same pool, together. */
function keptOffTogether(contracts: readonly AgentContract[]): readonly KeptOff[] {
  const groups = new Map<string, KeptOff>();
  for (const { agent, pool, untolerated } of contracts) {
    if (untolerated.length === 0) continue;
    const taints = untolerated.join(" and ");
    const key = `${pool} ${taints}`;
    const group = groups.get(key) ?? { pool, taints, agents: [] };
    groups.set(key, { ...group, agents: [...group.agents, agent] });
  }
  return [...groups.values()];
}
