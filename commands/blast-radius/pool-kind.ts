import { retiredAnnotationKey } from "../../scheduling/node-pool/pool-limits";
import { parseQuantity } from "../../scheduling/values/quantity";
import { valueAt } from "../../scheduling/values/fault";
import { nodePool } from "../../policies/support/node-pool";
import { isTrainingPool, workloadClassesProperty } from "../../policies/support/workload-classes";

/** Whether the training rules of the policy pack check a NodePool with these inputs. */
export function trains(inputs: unknown): boolean {
  const pool = nodePool({
    type: "kubernetes:karpenter.sh/v1:NodePool",
    name: "",
    urn: "",
    props: inputs,
    opts: { protect: false, ignoreChanges: [] },
  });
  return isTrainingPool(pool, workloadClassesProperty.default).training;
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
