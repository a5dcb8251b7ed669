import type { Budget } from "../../../scheduling/budgets/budget";

/** `1 for Drifted`, `0 at 0 0 * * * for 23h`. */
export function budgetText({ nodes, schedule, duration, reasons }: Budget): string {
  const time = schedule == null ? "" : ` at ${schedule} for ${duration}`;
  return `${nodes}${time}${reasons == null ? "" : ` for ${reasons.join(", ")}`}`;
}
