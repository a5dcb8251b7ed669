import { retiredAnnotationKey } from "../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../scheduling/values/quantity";
import { valueAt } from "../../scheduling/values/fault";
import { isTrainingPool } from "../../policies/support/training-signs";
import { workloadClassesProperties } from "../../policies/support/workload-classes";

/** Whether a NodePool with these inputs trains, by the signs that the policy pack and the report go by. */
export function trains(inputs: unknown): boolean {
  const { classes, trainingWords } = workloadClassesProperties;
  const defaults = { classes: classes.default, trainingWords: trainingWords.default };
  return isTrainingPool({ props: inputs }, defaults);
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
