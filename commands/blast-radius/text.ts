import { openWeek } from "../../policies/support/budget-hours";
import { formatWeekHours } from "../../policies/support/week-hours";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { counted, listed } from "../../scheduling/values/wording";
import type { BlastVerdict, Verdicts } from "./approvals";
import type { Drift } from "./drifts";
import type { LiveNodes } from "./live-nodes";
import { stakesText } from "./stakes";

export interface PlanVerdict extends Verdicts {
  readonly drifts: readonly Drift[];
  /** How many resources the plan shows, and how many of them nodes depend on. */
  readonly resources: number;
  readonly ofFleet: number;
  /** Whether the plan also shows what stays the same. Without it, pools that do not change are not seen. */
  readonly showsUnchanged: boolean;
  readonly live: LiveNodes | undefined;
  readonly year: number;
}

/** What a person reads: first what stops the deployment, each with its fix, then what Karpenter will replace within budgets. */
export function verdictText(verdict: PlanVerdict): string {
  const { verdicts, drifts, unused, resources, ofFleet } = verdict;
  const stopping = verdicts.filter(({ verdict }) => verdict !== "approved");
  const head =
    stopping.length === 0
      ? "The plan drains no node outside of its budgets."
      : `The plan is stopped: ${counted(stopping.length, "step")} ${dangerOf(stopping)}.`;
  return [
    head,
    `${counted(resources, "resource")} in the plan, ${ofFleet} that nodes depend on.`,
    ...(verdict.showsUnchanged
      ? []
      : [
          "The plan leaves out what stays the same; pulumi preview --show-sames shows those NodePools too.",
        ]),
    ...verdicts.map((one) => `\n${blastText(one, verdict.live)}`),
    ...(drifts.length === 0 ? [] : [`\n${driftText(drifts, verdict.year)}`]),
    ...unused.map(
      ({ urn, effect }) =>
        `\nunused approval: ${effect} ${urn}: the plan does no such thing; remove it`,
    ),
  ].join("\n");
}

function dangerOf(stopping: readonly BlastVerdict[]): string {
  return stopping.every(({ blast }) => blast.effect === "refused")
    ? "would be refused by the API server"
    : "would drain or orphan nodes";
}

function blastText(
  { blast, verdict, approval }: BlastVerdict,
  live: LiveNodes | undefined,
): string {
  const { effect, name, problem, causes, consequence, fix, urn, pools } = blast;
  const mark = verdict === "approved" ? "approved" : "stopped";
  const because = causes.length === 0 ? "" : `, because of ${listed(causes)}`;
  return [
    `[${mark}] ${effect} ${name}: the plan ${problem}${because}`,
    `  ${consequence}`,
    ...(pools ?? []).map((pool) => `  At stake: ${stakesText(pool, live)}`),
    ...(verdict === "expired"
      ? [`  The approval of ${approval?.owner ?? ""} ended on ${approval?.expires ?? ""}.`]
      : []),
    ...(verdict === "approved" && approval !== undefined
      ? [`  ${approval.owner}, until ${approval.expires}: ${approval.reason}`]
      : [
          `  Fix: ${fix}.`,
          `  To approve it: {"urn": "${urn}", "effect": "${effect}", "reason": …, "owner": …, "expires": …}`,
        ]),
  ].join("\n");
}

function driftText(drifts: readonly Drift[], year: number): string {
  const lines = drifts.map(({ pool, causes, onlyMisfits }) => {
    const { pool: read } = readNodePool((pool.after ?? pool.before)?.inputs);
    const hours = read === undefined ? "unknown" : hoursOf(read.budgets, year);
    const which = onlyMisfits ? "nodes that no longer fit" : "every node";
    return `  ${pool.object}: ${which} (${listed(causes)}); ${hours}`;
  });
  return ["Drift: Karpenter replaces these nodes within the budgets.", ...lines].join("\n");
}

function hoursOf(budgets: Parameters<typeof openWeek>[0], year: number): string {
  const open = openWeek(budgets, "Drifted", year);
  return open.length === 0 ? "never, the budgets allow no drift" : `${formatWeekHours(open)} UTC`;
}
