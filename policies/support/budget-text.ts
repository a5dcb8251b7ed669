import type { Budget } from "../../scheduling/budgets/budget";
import { shortList } from "./message";

/** `0 for Drifted+Underutilized; 1 at 0 2 * * SUN for 3h`, cut after three. */
export function formatBudgets(budgets: readonly Budget[]): string {
  return `[${shortList(budgets.map(formatBudget))}]`;
}

/** Budgets as they stand in a manifest, in full: the reader copies them. */
export function budgetsLiteral(budgets: readonly Budget[]): string {
  return JSON.stringify(budgets);
}

function formatBudget({ nodes, reasons, schedule, duration }: Budget): string {
  const parts = [nodes ?? "10%"];
  if (reasons !== undefined && reasons !== null) {
    parts.push(reasons.length === 0 ? "for no reason" : `for ${reasons.join("+")}`);
  }
  if (schedule !== undefined && schedule !== null) parts.push(`at ${schedule} for ${duration}`);
  return parts.join(" ");
}
