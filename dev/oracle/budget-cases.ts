/** Random budgets that the NodePool CRD accepts, and times at the edges of their windows. */

import fc from "fast-check";
import { millisecondsPerMinute, minutesPerDay } from "../../scheduling/values/time-units";
import { nextHit, parseSchedule } from "../../scheduling/budgets/cron";
import type { Budget, DisruptionReason } from "../../scheduling/budgets/budget";
import { parseDuration } from "../../scheduling/values/duration";

export interface BudgetCase {
  readonly budgets?: readonly Budget[];
  readonly reason: DisruptionReason;
  readonly nodeCount: number;
  readonly at: Date;
}

/** Counts that exceed 32 bits, and one that exceeds 64 bits. */
export const longCounts = {
  "the largest of 32 bits": "2147483647",
  "more than 32 bits": "4294967297",
  "negative in 32 bits": "2147483648",
  "more than 64 bits": "9223372036854775808",
} as const;

const nodes = fc.oneof(
  { weight: 16, arbitrary: fc.integer({ min: 0, max: 30 }).map(String) },
  { weight: 14, arbitrary: fc.integer({ min: 0, max: 100 }).map((share) => `${share}%`) },
  { weight: 2, arbitrary: fc.constantFrom("0%", "100%", "00%", "05%", "007") },
  { weight: 2, arbitrary: fc.constantFrom(...Object.values(longCounts), "9223372036854775807") },
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
    fc.oneof({ weight: 1, arbitrary: fc.constant("*") }, { weight: 1, arbitrary: field(1, 31) }),
    fc.oneof(
      { weight: 1, arbitrary: fc.constant("*") },
      { weight: 1, arbitrary: field(1, 12, months) },
    ),
    field(0, 6, days),
    fc.constantFrom(" ", " ", " ", "  ", "\t"),
  )
  .map(([minute, hour, day, month, weekday, gap]) => [minute, hour, day, month, weekday].join(gap));

export const descriptors = [
  "@hourly",
  "@daily",
  "@midnight",
  "@weekly",
  "@monthly",
  "@yearly",
  "@annually",
];
export const neverOrRarely = ["0 0 30 2 *", "0 0 31 4 *", "30 12 29 2 *", "0 0 31 2,4,6 *"];
/** All of these match the pattern of the CRD. */
const unreadable = [
  "TZ=Asia/Tokyo 0 9 * * *",
  "CRON_TZ=UTC 0 9 * * *",
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
];
const schedule = fc.oneof(
  { weight: 12, arbitrary: fiveFields },
  { weight: 5, arbitrary: fc.constantFrom(...descriptors) },
  { weight: 1, arbitrary: fc.constantFrom(...neverOrRarely) },
  { weight: 1, arbitrary: fc.constantFrom(...unreadable) },
  { weight: 1, arbitrary: fc.constantFrom(...unreadable.slice(0, 2)) },
);

const duration = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((hours) => `${hours}h`),
  fc.integer({ min: 0, max: 3000 }).map((minutes) => `${minutes}m`),
  fc
    .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 59 }))
    .map(([hours, minutes]) => `${hours}h${minutes}m`),
  fc.constantFrom("8h0s", "30m0s", "1h30m0s", "8760h", "100000h", "0m"),
);

export const reasons: readonly DisruptionReason[] = [
  "Empty",
  "Drifted",
  "Underutilized",
  "Unhealthy",
];

const budget: fc.Arbitrary<Budget> = fc
  .tuple(
    nodes,
    fc.option(fc.tuple(schedule, duration), { nil: undefined, freq: 3 }),
    fc.option(fc.subarray([...reasons]), { nil: undefined, freq: 2 }),
  )
  .map(([count, timing, some]) => ({
    nodes: count,
    ...(timing === undefined ? {} : { schedule: timing[0], duration: timing[1] }),
    ...(some === undefined ? {} : { reasons: some }),
  }));

const start = Date.UTC(2024, 0, 1);
const sixYearsInMinutes = 6 * 366 * minutesPerDay;
const edges = ["any", "hour", "midnight", "first", "hit", "hit", "end", "end"] as const;
const moment = fc.tuple(
  fc.integer({ min: 0, max: sixYearsInMinutes }),
  fc.constantFrom(...edges),
  fc.constantFrom(0, 0, 0, 1, 999, 1000, 30_000, 59_999, -1, -1000, -millisecondsPerMinute),
);

export const budgetCase: fc.Arbitrary<BudgetCase> = fc
  .record({
    budgets: fc.option(fc.array(budget, { maxLength: 3 }), { nil: undefined, freq: 20 }),
    reason: fc.constantFrom(...reasons),
    nodeCount: fc.oneof(
      fc.integer({ min: 0, max: 25 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.constantFrom(0, 1, 10, 100),
    ),
    moment,
  })
  .map(({ budgets, reason, nodeCount, moment: [from, edge, offset] }) => ({
    ...(budgets === undefined ? {} : { budgets }),
    reason,
    nodeCount,
    at: new Date(edgeAfter(start + from * millisecondsPerMinute, edge, budgets) + offset),
  }));

/** In milliseconds. */
function edgeAfter(
  from: number,
  edge: (typeof edges)[number],
  budgets: readonly Budget[] | undefined,
): number {
  const at = new Date(from);
  if (edge === "hit" || edge === "end") {
    const timed = budgets?.find(({ schedule: when }) => when !== undefined);
    const hit = timed && hitAfter(timed.schedule ?? "", at);
    if (hit === undefined) return from;
    return edge === "hit" ? hit : hit + (parseDuration(timed?.duration ?? "") ?? 0) * 1000;
  }
  if (edge !== "any") at.setUTCMinutes(0);
  if (edge === "midnight" || edge === "first") at.setUTCHours(0);
  if (edge === "first") at.setUTCDate(1);
  return at.getTime();
}

export function hitAfter(schedule: string, after: Date): number | undefined {
  const parsed = parseSchedule(schedule);
  return "schedule" in parsed ? nextHit(parsed.schedule, after)?.getTime() : undefined;
}
