import { outcomeOf, outcomeTexts, type AgentOutcome } from "../wording/agent-text";
import type { AgentsReport } from "../../model";
import { wrapped } from "./layout";

const order: readonly AgentOutcome[] = ["kept-off", "runs", "later", "some", "elsewhere"];

/** For each pool, the agents of each outcome. Agents that a taint keeps off come first. */
export function agentLines({ pools, contracts }: AgentsReport, width: number): string {
  return pools
    .map((pool) => {
      const own = contracts.filter((contract) => contract.pool === pool);
      const lines = order.flatMap((outcome) => {
        const agents = own.filter((contract) => outcomeOf(contract) === outcome);
        if (agents.length === 0) return [];
        const line = `${outcomeTexts[outcome]}: ${agents.map(({ agent }) => agent).join(", ")}`;
        return [`  ${wrapped(line, width - 2, "    ")}`];
      });
      return [pool, ...lines].join("\n");
    })
    .join("\n");
}
