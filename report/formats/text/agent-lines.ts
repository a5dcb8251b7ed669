import { signOf, signTexts, type AgentSign } from "../wording/agent-text";
import type { AgentsReport } from "../../model";
import { wrapped } from "./layout";

const order: readonly AgentSign[] = ["kept-off", "runs", "later", "some", "elsewhere"];

/** By pool, the agents of each verdict; what is kept off comes first. */
export function agentLines({ pools, contracts }: AgentsReport, width: number): string {
  return pools
    .map((pool) => {
      const own = contracts.filter((contract) => contract.pool === pool);
      const lines = order.flatMap((sign) => {
        const agents = own.filter((contract) => signOf(contract) === sign);
        if (agents.length === 0) return [];
        const line = `${signTexts[sign]}: ${agents.map(({ agent }) => agent).join(", ")}`;
        return [`  ${wrapped(line, width - 2, "    ")}`];
      });
      return [pool, ...lines].join("\n");
    })
    .join("\n");
}
