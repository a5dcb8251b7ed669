import type { Budget } from "../../scheduling/budgets/budget";
import { budgetsPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { fieldOf, plainCopy, shapeFinding } from "./reading";
import { quoted } from "./quoted";
import type { Finding } from "./rule";
import { listed } from "../../scheduling/values/wording";

/** What a pool says about disruption budgets, as plain data of any shape. */
export interface WrittenBudgets {
  readonly written: boolean;
  readonly value: unknown;
  /** Faults above the list: a `disruption` that is no object. */
  readonly faults: readonly Finding[];
}

export function readBudgets(pool: NodePool): WrittenBudgets {
  const reading = fieldOf(pool, budgetsPath);
  if (reading.kind === "absent") return { written: false, value: undefined, faults: [] };
  if (reading.kind === "misshapen") {
    return { written: true, value: undefined, faults: [shapeFinding(reading)] };
  }
  return { written: true, value: plainCopy(reading.value, budgetsPath), faults: [] };
}

/** `0 for Drifted+Underutilized; 1 at 0 2 * * SUN for 3h`, cut after three. */
export function formatBudgets(budgets: readonly Budget[]): string {
  return `[${listed(budgets.map(formatBudget))}]`;
}

/** Budgets as written in a manifest, in full, so that the reader can copy them. */
export function budgetsLiteral(budgets: readonly Budget[]): string {
  return JSON.stringify(budgets);
}

function formatBudget({ nodes, reasons, schedule, duration }: Budget): string {
  const parts = [quoted(nodes ?? "10%")];
  if (reasons !== undefined && reasons !== null) {
    parts.push(reasons.length === 0 ? "for no reason" : `for ${reasons.map(quoted).join("+")}`);
  }
  if (schedule !== undefined && schedule !== null)
    parts.push(`at ${quoted(schedule)} for ${quoted(String(duration))}`);
  return parts.join(" ");
}
