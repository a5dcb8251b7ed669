import { retiredAnnotationKey } from "../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../scheduling/values/quantity";
import { valueAt } from "../../scheduling/values/fault";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { trainingReason } from "../../scheduling/node-pool/trains";

/** Whether a NodePool with these inputs trains, by the signs that the policy pack and the report go by. */
export function trains(inputs: unknown): boolean {
  const { pool } = readNodePool(inputs);
  return pool !== undefined && trainingReason(pool) !== undefined;
}

/** Whether a pool launches no more nodes: it is marked so, or all its limits are 0. */
export function isRetired(inputs: unknown): boolean {
  if (valueAt(inputs, ["metadata", "annotations", retiredAnnotationKey]) !== undefined) return true;
  const limits = valueAt(inputs, ["spec", "limits"]);
  if (typeof limits !== "object" || limits === null) return false;
  const amounts = Object.values(limits) as readonly unknown[];
  return amounts.some(
    (amount) =>
      (typeof amount === "string" || typeof amount === "number") && parseQuantity(amount) === 0,
  );
}
