import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { calendarWeek } from "../../../../report/answers/disruption/calendar-week";
import { disruptionCalendar } from "../../../../report/answers/disruption/disruption-calendar";
import { noBudgetApplies } from "../../../../report/traps/disruption/no-budget-applies";
import { repairFrozen } from "../../../../report/traps/disruption/repair-frozen";
import type { Budget } from "../../../../scheduling/budgets/budget";
import { possibleReasons, type KarpenterInUse } from "../../../../scheduling/budgets/node-repair";
import { poolWith } from "../../../support/disruption-pools";
import { foundInPool } from "../../../support/found-traps";

const withRepair: KarpenterInUse = { minor: "1.15", nodeRepair: true };

function textsFor(budgets: readonly Budget[], karpenter: KarpenterInUse, replicas?: number) {
  const nodePool = poolWith({
    budgets,
    ...(replicas === undefined ? {} : { replicas, limits: { nodes: String(replicas) } }),
  });
  const answer = calendarWeek("UTC", "2026-11-23");
  assert.ok("week" in answer);
  const calendar = disruptionCalendar(nodePool, answer.week, {
    reasons: possibleReasons(karpenter),
  });
  return foundInPool([repairFrozen, noBudgetApplies], { nodePool, calendar }).map(
    ({ text }) => text,
  );
}

describe("node repair that budgets freeze", () => {
  const zero = [{ nodes: "0" }];

  it("is told for a budget of 0 without reasons, which was meant for jobs", () => {
    assert.deepEqual(textsFor(zero, withRepair), [
      'Node repair is on, but a broken node is never repaired: the budget "0" names no reasons and so stops repair too. It stays, and is paid for, until a person deletes it.',
    ]);
  });

  it("is told for a budget of 0 for Unhealthy, and for a static pool without room", () => {
    const forRepair = [{ nodes: "0", reasons: ["Unhealthy"] }, { nodes: "1" }];
    assert.match(textsFor(forRepair, withRepair)[0] ?? "", /allow 0 nodes for Unhealthy/);
    assert.match(textsFor([{ nodes: "1" }], withRepair, 2)[0] ?? "", /leave no room/);
  });

  it("is not told where a budget lets repair through, and none is needed for it", () => {
    const others = [{ nodes: "0", reasons: ["Drifted", "Underutilized"] }];
    assert.deepEqual(textsFor(others, withRepair), []);
  });

  it("is not told before 1.15, with legacyNodeRepair, and with repair off or unknown", () => {
    for (const karpenter of [
      { minor: "1.14", nodeRepair: true },
      { minor: "1.15", nodeRepair: true, legacyNodeRepair: true },
      { minor: "1.15", nodeRepair: false },
      { minor: "1.15" },
    ] as const) {
      assert.deepEqual(textsFor(zero, karpenter), [], JSON.stringify(karpenter));
    }
  });
});
