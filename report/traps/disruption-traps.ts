/** What a pool's disruption settings do beside what their YAML seems to say. */

import type { Budget, DisruptionReason } from "../../scheduling/budgets/budget";
import { parseDuration } from "../../scheduling/values/duration";
import type { NodePool } from "../../scheduling/node-pool/node-pool";
import { deadBudgets } from "../answers/disruption/dead-budgets";
import type { DisruptionCalendar, ReasonCalendar } from "../answers/disruption/disruption-calendar";
import { blockBesideWorkingHours, windowInWorkingHours } from "../answers/disruption/local-windows";
import { spanText } from "../answers/disruption/node-age";
import { firstOpening, longestClosed } from "../answers/disruption/openings";
import type { Trap } from "./trap";

/** The traps that show in the pool's calendar; those of age and expiry's drain are `nodeAgeTraps`. */
export function disruptionTraps(pool: NodePool, calendar: DisruptionCalendar): readonly Trap[] {
  const texts: Readonly<Record<string, readonly string[]>> = {
    "budgets-unreadable": unreadable(calendar),
    "window-in-working-hours": windowTexts(calendar),
    "block-beside-working-hours": blockTexts(pool, calendar),
    "dead-budget": deadTexts(pool, calendar),
    "never-removed-when-empty": neverRemovedWhenEmpty(pool, calendar),
    "empty-node-waits": emptyNodeWaits(pool, calendar),
    "no-budget-applies": noBudgetApplies(calendar),
    "most-aggressive": mostAggressive(pool),
    "forceful-expiry": forcefulExpiry(pool, calendar),
  };
  return Object.entries(texts).flatMap(([id, all]) =>
    all.map((text) => ({ id, pool: pool.name, text })),
  );
}

function unreadable({ budgetsBroken }: DisruptionCalendar): readonly string[] {
  if (!budgetsBroken) return [];
  return [
    "Karpenter cannot read one of the budgets and therefore allows 0 disruptions for every reason, at all times: no node is removed when empty, none is patched by drift.",
  ];
}

function windowTexts(calendar: DisruptionCalendar): readonly string[] {
  const window = windowInWorkingHours(calendar);
  if (window === undefined) return [];
  const { timeZone } = calendar.week;
  const when =
    window.localStart >= 7 * 60 && window.localStart < 10 * 60
      ? "the start of business"
      : "within working hours";
  return [
    `Schedules are in UTC: the window ${window.utc} UTC is ${window.local} in ${timeZone}, ${when}.`,
  ];
}

function blockTexts({ budgets }: NodePool, { week }: DisruptionCalendar): readonly string[] {
  return budgets.flatMap((budget) => {
    const block = blockBesideWorkingHours(budget, week);
    if (block === undefined) return [];
    const [covered, meant] = [block.workingMinutes, block.workingMinutesAsRead].map((minutes) =>
      spanText(minutes / 60),
    );
    return [
      `Schedules are in UTC: the block ${block.utc} UTC is ${block.local} in ${week.timeZone}; it covers ${covered} of the week's working hours, not ${meant}.`,
    ];
  });
}

function deadTexts(pool: NodePool, { week }: DisruptionCalendar): readonly string[] {
  return deadBudgets(pool, new Date(week.from)).map(({ index, ruledBy }) => {
    const dead = budgetText(pool.budgets[index]);
    if (ruledBy.length === 0) {
      return `The budget "${dead}" is dead: Karpenter never takes a node of this pool for those reasons.`;
    }
    const rulers = ruledBy.map((ruler) => `"${budgetText(pool.budgets[ruler])}"`).join(" and ");
    return `The budget "${dead}" is dead: budgets combine by minimum, and ${rulers} never ${ruledBy.length === 1 ? "allows" : "allow"} more.`;
  });
}

function neverRemovedWhenEmpty(pool: NodePool, calendar: DisruptionCalendar): readonly string[] {
  if (pool.replicas !== undefined || calendar.budgetsBroken) return [];
  const { never } = reasonOf(calendar, "Empty");
  if (never === undefined && firstEmptyMoment(pool, calendar) !== undefined) return [];
  const zero = pool.budgets.find(({ nodes, reasons }) => /^0+%?$/.test(nodes) && reasons == null);
  const why =
    never ??
    (zero === undefined
      ? "budgets allow 0 nodes for Empty at any time"
      : `the budget "${budgetText(zero)}" names no reasons and so keeps empty nodes too`);
  const until =
    pool.expireAfter === "Never"
      ? "without an end"
      : `until expireAfter ${pool.expireAfter} (${spanText((parseDuration(pool.expireAfter) ?? 0) / 3600)})`;
  return [`A node is never removed when empty: ${why}. It is paid for ${until}.`];
}

/** An hour of an idle node is worth a word; less is what consolidateAfter is for. */
function emptyNodeWaits(pool: NodePool, calendar: DisruptionCalendar): readonly string[] {
  const { never } = reasonOf(calendar, "Empty");
  if (never !== undefined || calendar.budgetsBroken) return [];
  const minutes = longestClosed(emptyOf(pool, calendar), new Date(calendar.week.from));
  if (minutes === undefined || minutes < 60) return [];
  return [
    `An empty node waits up to ${spanText(minutes / 60)} for a moment in which budgets let it go, at full price.`,
  ];
}

/** Unlimited for Empty is as good as 100%; for nodes at work it is not what a list of budgets is for. */
function noBudgetApplies(calendar: DisruptionCalendar): readonly string[] {
  if (calendar.budgetsBroken) return [];
  const unlimited = calendar.reasons.filter(
    ({ reason, never, intervals }) =>
      reason !== "Empty" &&
      never === undefined &&
      intervals.some(({ allowed }) => allowed === null),
  );
  if (unlimited.length === 0) return [];
  const share = unlimited.every(({ intervals }) => intervals.length === 1)
    ? "at any time"
    : "outside the scheduled windows";
  const reasons = unlimited.map(({ reason }) => reason).join(" and ");
  return [`No budget applies to ${reasons} ${share}: all nodes of the pool may go at once.`];
}

function mostAggressive(pool: NodePool): readonly string[] {
  const isEager =
    pool.consolidationPolicy === "WhenEmptyOrUnderutilized" &&
    pool.replicas === undefined &&
    parseDuration(pool.consolidateAfter) === 0;
  if (!isEager) return [];
  return [
    `WhenEmptyOrUnderutilized after ${pool.consolidateAfter}, the most aggressive setting there is and Karpenter's own where disruption is not written: a running pod may be moved as soon as it fits elsewhere.`,
  ];
}

/** Where budgets hold nodes at work back for most of the time, somebody means them to be left alone. */
function forcefulExpiry(pool: NodePool, calendar: DisruptionCalendar): readonly string[] {
  if (pool.expireAfter === "Never") return [];
  const drifted = reasonOf(calendar, "Drifted");
  if (drifted.openMinutes * 2 >= calendar.week.minutes) return [];
  const span = spanText((parseDuration(pool.expireAfter) ?? 0) / 3600);
  const isDefault = pool.expireAfter === "720h" ? ", which is also the default," : "";
  return [
    `expireAfter ${pool.expireAfter}${isDefault} is a forceful expiry and ignores budgets: every node is drained ${span} after its creation, with whatever runs on it.`,
  ];
}

function firstEmptyMoment(pool: NodePool, calendar: DisruptionCalendar): Date | undefined {
  return firstOpening(emptyOf(pool, calendar), new Date(calendar.week.from));
}

function emptyOf({ budgets }: NodePool, { nodeCount }: DisruptionCalendar) {
  return { budgets, reason: "Empty", nodeCount } as const;
}

function reasonOf({ reasons }: DisruptionCalendar, wanted: DisruptionReason): ReasonCalendar {
  const none = { reason: wanted, intervals: [], openMinutes: 0 };
  return reasons.find(({ reason }) => reason === wanted) ?? none;
}

/** `1 for Drifted`, `0 at 0 0 * * * for 23h`. */
function budgetText(budget: Budget | undefined): string {
  if (budget === undefined) return "";
  const { nodes, schedule, duration, reasons } = budget;
  const time = schedule == null ? "" : ` at ${schedule} for ${duration}`;
  return `${nodes}${time}${reasons == null ? "" : ` for ${reasons.join(", ")}`}`;
}
