import { outcomeOf, outcomeTexts, type AgentOutcome } from "../wording/agent-text";
import type { AgentsReport } from "../../model";
import { wrapped } from "./layout";

const order: readonly AgentOutcome[] = ["kept-off", "runs", "later", "some", "elsewhere"];

/** For each pool, the agents of each outcome. Agents that a taint keeps off come first. Equal pools share a block. */
export function agentLines({ pools, contracts }: AgentsReport, width: number): string {
  const poolsByBlock = new Map<string, string[]>();
  for (const pool of pools) {
    const block = blockOf(
      contracts.filter((contract) => contract.pool === pool),
      width,
    );
    poolsByBlock.set(block, [...(poolsByBlock.get(block) ?? []), pool]);
  }
  return [...poolsByBlock]
    .map(([block, names]) => `${wrapped(names.join(", "), width, "  ")}${block}`)
    .join("\n");
}

function blockOf(own: AgentsReport["contracts"], width: number): string {
  return order
    .flatMap((outcome) => {
      const agents = own.filter((contract) => outcomeOf(contract) === outcome);
      if (agents.length === 0) return [];
      const line = `${outcomeTexts[outcome]}: ${agents.map(({ agent }) => agent).join(", ")}`;
      return [`\n  ${wrapped(line, width - 2, "    ")}`];
    })
    .join("");
}
