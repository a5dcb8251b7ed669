/** How many nodes of each pool budgets let Karpenter disrupt in a week, by reason, as a scheduler answers it. */

import { disruptionReasonsOf, type DisruptionReason } from "../../scheduling/budgets/budget";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import type { DisruptionsAnswer } from "../../scheduling/karpenter/questions";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import type { KarpenterMinor } from "../../scheduling/values/karpenter-minor";
import type { Answered } from "./changes";
import type { CompareSubject } from "./subjects";

/** A Monday. Schedules are in UTC, so any week shows them. */
const from = new Date("2026-01-05T00:00:00Z");
const stepMinutes = 15;
const steps = (7 * 24 * 60) / stepMinutes;

/** The number of nodes that percentages refer to. */
const nodeCount = 10;

/** Before 1.15, node repair is no voluntary disruption: no budget has a say. */
const forceful = "no budget counts";

/** One answer for each pool and reason. */
export function disruptionsOf(
  karpenter: Karpenter,
  minor: KarpenterMinor,
  { nodePools }: CompareSubject,
): readonly Answered[] {
  const pools = nodePools.flatMap((manifest) => readNodePool(manifest).pool ?? []);
  const reasons = disruptionReasonsOf(minor);
  const replies = karpenter.allowedDisruptions(
    pools.map(({ budgets }) => ({
      budgets,
      reasons,
      nodeCount,
      from,
      count: steps,
      stepSeconds: stepMinutes * 60,
    })),
  );
  return pools.flatMap(({ name }, index) => {
    const byReason = replies[index]?.answer?.byReason ?? {};
    return disruptionReasonsOf("1.15").map((reason) => ({
      item: `${name} ${reason}`,
      answer: reasons.includes(reason) ? weekText(runsOf(byReason, reason)) : forceful,
    }));
  });
}

type Run = DisruptionsAnswer["byReason"][string][number];

function runsOf(byReason: DisruptionsAnswer["byReason"], reason: DisruptionReason): readonly Run[] {
  const runs = byReason[reason];
  if (runs === undefined) throw new Error(`Karpenter left the reason ${reason} out`);
  return runs;
}

/** `frozen`, `2 nodes`, `no limit`, or `0 to 1 nodes, open 3 of 168 h`. */
export function weekText(runs: readonly Run[]): string {
  const numbers = [...new Set(runs.map(({ allowed }) => allowed ?? Infinity))].sort(
    (a, b) => a - b,
  );
  const [least = 0] = numbers;
  const most = numbers.at(-1) ?? 0;
  if (most === 0) return "frozen";
  if (least === most) return amount(most);
  const openHours = (openSteps(runs) * stepMinutes) / 60;
  const range = `${least === Infinity ? "all" : least} to ${amount(most)}`;
  return least > 0 ? range : `${range}, open ${openHours} of 168 h`;
}

function amount(nodes: number): string {
  if (nodes === Infinity) return "no limit";
  return nodes === 1 ? "1 node" : `${nodes} nodes`;
}

function openSteps(runs: readonly Run[]): number {
  return runs.reduce((sum, { from: start, allowed }, index) => {
    const end = runs[index + 1]?.from ?? steps;
    return allowed === 0 ? sum : sum + end - start;
  }, 0);
}
