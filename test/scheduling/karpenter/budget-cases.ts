/** Random budgets that the NodePool CRD admits, and moments near the edges of their windows. */

import fc from "fast-check";
import type { Budget, DisruptionReason } from "../../../scheduling/disruption-budgets";

export interface BudgetCase {
  readonly budgets: readonly Budget[] | undefined;
  readonly reason: DisruptionReason;
  readonly nodeCount: number;
  readonly at: Date;
}

const nodes = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 30 }).map(String) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("007", "2147483647", "2147483648", "4294967297", "00%", "05%"),
  },
  // Passes the CRD's pattern, and Karpenter cannot read it.
  { weight: 1, arbitrary: fc.constantFrom("9223372036854775807", "9223372036854775808") },
);

const field = (min: number, max: number, names: readonly string[] = []): fc.Arbitrary<string> => {
  const number = fc.integer({ min, max });
  const one =
    names.length === 0
      ? number.map(String)
      : fc.oneof(number.map(String), fc.constantFrom(...names));
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.max(2, max) });
  const term = fc.oneof(
    { weight: 5, arbitrary: one },
    { weight: 2, arbitrary: range },
    { weight: 1, arbitrary: fc.tuple(range, step).map(([r, s]) => `${r}/${s}`) },
    { weight: 1, arbitrary: fc.tuple(number, step).map(([n, s]) => `${n}/${s}`) },
    { weight: 1, arbitrary: step.map((s) => `*/${s}`) },
  );
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant("*") },
    { weight: 1, arbitrary: fc.constant("?") },
    { weight: 6, arbitrary: term },
    {
      weight: 2,
      arbitrary: fc.array(term, { minLength: 2, maxLength: 3 }).map((t) => t.join(",")),
    },
  );
};

const months = ["JAN", "feb", "Mar", "dec"];
const days = ["MON", "tue", "Sun", "SAT", "MON-FRI"];
const fiveFields = fc
  .tuple(
    field(0, 59),
    field(0, 23),
    fc.oneof({ weight: 3, arbitrary: fc.constant("*") }, { weight: 1, arbitrary: field(1, 31) }),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant("*") },
      { weight: 1, arbitrary: field(1, 12, months) },
    ),
    field(0, 6, days),
    fc.constantFrom(" ", " ", " ", "  ", "\t"),
  )
  .map(([minute, hour, day, month, weekday, gap]) => [minute, hour, day, month, weekday].join(gap));
const schedule = fc.oneof(
  { weight: 12, arbitrary: fiveFields },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      "@hourly",
      "@daily",
      "@midnight",
      "@weekly",
      "@monthly",
      "@yearly",
      "@annually",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("0 0 30 2 *", "0 0 31 4 *", "30 12 29 2 *", "0 0 31 2,4,6 *"),
  },
  // All of these pass the CRD's pattern.
  {
    weight: 1,
    arbitrary: fc.constantFrom("TZ=Asia/Tokyo 0 9 * * *", "CRON_TZ=UTC 0 9 * * *"),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "@dailyish",
      "0 9 * * 7",
      "60 * * * *",
      "* 24 * * *",
      "0 0 0 * *",
      "* * * 13 *",
      "5-1 * * * *",
      "*/0 * * * *",
      "a b c d e",
      "0 9 * * MON-",
      "0 0 9 * * *",
      "1-2-3 * * * *",
      "1/2/3 * * * *",
      "-1 * * * *",
    ),
  },
);
const duration = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((hours) => `${hours}h`),
  fc.integer({ min: 0, max: 3000 }).map((minutes) => `${minutes}m`),
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 59 }))
    .map(([hours, minutes]) => `${hours}h${minutes}m`),
  fc.constantFrom("8h0s", "30m0s", "1h30m0s", "8760h", "100000h", "0m"),
);
const reasonList: readonly DisruptionReason[] = ["Empty", "Drifted", "Underutilized"];
const budget: fc.Arbitrary<Budget> = fc
  .tuple(
    nodes,
    fc.option(fc.tuple(schedule, duration), { nil: undefined, freq: 3 }),
    fc.option(fc.subarray([...reasonList]), { nil: undefined, freq: 2 }),
  )
  .map(([count, timing, reasons]) => ({
    nodes: count,
    ...(timing === undefined ? {} : { schedule: timing[0], duration: timing[1] }),
    ...(reasons === undefined ? {} : { reasons }),
  }));

const start = Date.UTC(2024, 0, 1);
const millisecondsPerMinute = 60_000;
const moment = fc
  .tuple(
    fc.integer({ min: 0, max: 6 * 366 * 24 * 60 }),
    fc.constantFrom(0, 0, 0, 1, 999, 1000, 30_000, 59_999),
    fc.constantFrom("any", "any", "hour", "day", "month"),
  )
  .map(([minute, milliseconds, edge]) => edgeOf(minute, edge) + milliseconds)
  .map((at) => new Date(at));

/** Windows open and close on the hour, at midnight and on the first far more often than elsewhere. */
function edgeOf(minute: number, edge: string): number {
  const at = new Date(start + minute * millisecondsPerMinute);
  if (edge === "hour") at.setUTCMinutes(0);
  if (edge === "day" || edge === "month") at.setUTCHours(0, 0);
  if (edge === "month") at.setUTCDate(1);
  return at.getTime();
}

export const budgetCase: fc.Arbitrary<BudgetCase> = fc.record({
  budgets: fc.option(fc.array(budget, { maxLength: 3 }), { nil: undefined, freq: 20 }),
  reason: fc.constantFrom(...reasonList),
  nodeCount: fc.oneof(fc.integer({ min: 0, max: 25 }), fc.integer({ min: 0, max: 3000 })),
  at: moment,
});

/** The branches that a case meets, to count them. */
export function budgetBranches({ budgets, reason, at, nodeCount }: BudgetCase): string[] {
  const branches = [`reason ${reason}`];
  if (budgets === undefined) return [...branches, "no budgets"];
  if (budgets.length === 0) branches.push("empty list");
  if (nodeCount === 0) branches.push("no nodes");
  if (at.getTime() % (60 * millisecondsPerMinute) === 0) branches.push("on the hour");
  for (const { nodes: count, schedule: when, reasons } of budgets) {
    branches.push(count.endsWith("%") ? "share" : "count");
    if (when === undefined) branches.push("always");
    else if (when.startsWith("@")) branches.push("descriptor");
    else if (/TZ=/.test(when)) branches.push("time zone");
    else branches.push(/\//.test(when) ? "step" : "cron");
    if (reasons === undefined) branches.push("every reason");
    else branches.push(reasons.includes(reason) ? "the reason" : "another reason");
  }
  return [...new Set(branches)];
}
