import type { AgentContract } from "../../answers/agents/agent-contracts";
import { outcomeOf, outcomeTexts, type AgentOutcome } from "../wording/agent-text";
import type { ReportModel } from "../../model";
import { markup, type Markup } from "./markup";
import { label, picture } from "./svg";

const rowHeight = 26;

/** Every agent and every pool: a row for each pool, a numbered column for each agent. */
export function agentFigure({ agents, pools, contracts }: ReportModel["agents"]): Markup {
  const names = agents.map(({ name }) => name);
  return markup`<ol class="agents">${agents.map(
    ({ name, purpose }) =>
      markup`<li><strong>${name}</strong> <span class="soft">${purpose}</span></li>`,
  )}</ol>
<figure>${legend()}
<div class="strip" aria-hidden="true"><div></div><div class="zones">${names.map((_, index) => markup`<span>${index + 1}</span>`)}</div></div>
${pools.map((pool) =>
  poolRow(
    pool,
    names,
    contracts.filter((one) => one.pool === pool),
  ),
)}</figure>
<details><summary>Why, agent by agent</summary><div class="scroll" tabindex="0" role="region" aria-label="Agents and pools"><table><thead><tr><th scope="col">Pool</th><th scope="col">Agent</th><th scope="col">Would it run?</th></tr></thead><tbody>${contracts.map(
    (one) =>
      markup`<tr><th scope="row">${one.pool}</th><td>${one.agent}</td><td>${outcomeTexts[outcomeOf(one)]}: ${one.reason}</td></tr>`,
  )}</tbody></table></div></details>`;
}

function poolRow(
  pool: string,
  agents: readonly string[],
  contracts: readonly AgentContract[],
): Markup {
  const width = 100 / Math.max(1, agents.length);
  const marks = agents.map((agent) => {
    const contract = contracts.find((one) => one.agent === agent);
    return contract === undefined ? undefined : { contract, outcome: outcomeOf(contract) };
  });
  const texts = marks.flatMap((one) =>
    one === undefined ? [] : [`${one.contract.agent} ${outcomeTexts[one.outcome]}`],
  );
  return markup`<div class="strip"><div class="name">${pool}</div><div>${picture({
    title: `Agents on ${pool}`,
    description: `${texts.join(", ")}.`,
    height: rowHeight,
    content: marks.flatMap((one, index) =>
      one === undefined
        ? []
        : [
            mark(
              one.outcome,
              (index + 0.5) * width,
              `${one.contract.agent}: ${one.contract.reason}`,
            ),
          ],
    ),
  })}</div></div>`;
}

/** Outcomes differ in shape, not only in colour. */
function mark(outcome: AgentOutcome, x: number, tip: string): Markup {
  return markup`<g class="sign is-${outcome}"><title>${tip}</title>${label(x, 18, symbols[outcome], "middle")}</g>`;
}

const symbols: Readonly<Record<AgentOutcome, string>> = {
  runs: "●",
  later: "○",
  some: "◐",
  elsewhere: "–",
  "kept-off": "✕",
};

function legend(): Markup {
  const outcomes: readonly AgentOutcome[] = ["runs", "later", "some", "elsewhere", "kept-off"];
  return markup`<ul class="legend">${outcomes.map(
    (outcome) =>
      markup`<li><span class="sign is-${outcome}" aria-hidden="true">${symbols[outcome]}</span>${outcomeTexts[outcome]}</li>`,
  )}</ul>`;
}
