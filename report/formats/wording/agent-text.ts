/** Whether agents run on the nodes of a pool, in words. */

import type { AgentContract } from "../../answers/agents/agent-contracts";

export type AgentOutcome = "runs" | "later" | "some" | "elsewhere" | "kept-off";

/** An agent that does not run is either kept off by a taint, or not meant for these nodes. */
export function outcomeOf({ verdict, untolerated }: AgentContract): AgentOutcome {
  switch (verdict) {
    case "runs":
      return "runs";
    case "runs-later":
      return "later";
    case "runs-on-some":
      return "some";
    case "does-not-run":
      return untolerated.length > 0 ? "kept-off" : "elsewhere";
  }
}

export const outcomeTexts: Readonly<Record<AgentOutcome, string>> = {
  runs: "runs",
  later: "runs, after something else",
  some: "runs on some nodes",
  elsewhere: "not meant for these nodes",
  "kept-off": "kept off by a taint",
};
