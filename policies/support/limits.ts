import type { FaultPath } from "../../scheduling/values/fault";
import { parseQuantity } from "../../scheduling/values/quantity";
import { listed } from "../../scheduling/values/wording";
import { fieldText } from "./message";
import { limitsPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { fieldOf, misshapen, recordOf, shapeFinding, textOf, within } from "./reading";
import { quoted, quotedValue } from "./quoted";
import type { Finding } from "./rule";

/** A pool's limits: by resource in base units (cores, bytes, devices) and as written. */
export interface Limits {
  readonly amounts: ReadonlyMap<string, number>;
  readonly written: ReadonlyMap<string, string>;
  readonly faults: readonly Finding[];
}

export function readLimits(pool: NodePool): Limits {
  const amounts = new Map<string, number>();
  const written = new Map<string, string>();
  const limits = recordOf(fieldOf(pool, limitsPath));
  if (limits.kind === "absent") return { amounts, written, faults: [] };
  if (limits.kind === "misshapen") return { amounts, written, faults: [shapeFinding(limits)] };
  const faults: Finding[] = [];
  for (const resource of Object.keys(limits.value)) {
    const reading = within(limits.value, limitsPath, resource);
    const value = reading.kind === "present" ? reading.value : undefined;
    if (typeof value !== "number" && typeof value !== "string") {
      faults.push(shapeFinding(misshapen(reading.path, value, "a quantity")));
      continue;
    }
    // Raises the error for a text with an unknown part.
    if (typeof value === "string") textOf(reading);
    const amount = parseQuantity(value);
    if (amount === undefined || amount < 0) {
      faults.push(quantityFinding(reading.path, value, amount));
      continue;
    }
    amounts.set(resource, amount);
    written.set(resource, String(value));
  }
  return { amounts, written, faults };
}

/** `cpu: 500, memory: 2000Gi`, cut after three. */
export function formatLimits(limits: Limits): string {
  return listed(
    [...limits.written].map(([resource, value]) => `${quoted(resource)}: ${quoted(value)}`),
  );
}

function quantityFinding(
  path: FaultPath,
  value: number | string,
  amount: number | undefined,
): Finding {
  return {
    path,
    problem: amount === undefined ? "limit that is not a quantity" : "negative limit",
    got: quotedValue(value),
    expected: "a quantity of 0 or more, such as 8, 500m or 2000Gi",
    because: "The API server refuses the pool, or Karpenter launches nothing for it.",
    fix: `write a quantity at ${fieldText(path)}`,
  };
}
