import { valueAt } from "../../scheduling/values/fault";
import type { Fault, FaultPath } from "../../scheduling/values/fault";
import { fieldText } from "./message";
import { quotedValue, withoutUnknownTexts } from "./quoted";
import type { Finding } from "./rule";

/**
 * The finding for a fault that the scheduling model found in a plain copy of a field.
 *
 * @param path the field's path in the resource
 * @param root the plain copy in which the fault was found
 */
export function modelFinding(path: FaultPath, fault: Fault, root: unknown): Finding {
  const faultPath = [...path, ...fault.path];
  const [problem = "", fix] = [fault.problem, fault.fix].map((part) =>
    part === undefined ? undefined : withoutUnknownTexts(part, root),
  );
  // What the model expects is its own text. It quotes nothing of the value.
  const { expected } = fault;
  return {
    path: faultPath,
    problem,
    got: quotedValue(valueAt(root, fault.path)),
    expected: expected ?? "what Karpenter accepts there",
    because: "The API server or Karpenter refuses this value, so the rule cannot check the pool.",
    fix: fix ?? `write ${expected ?? "what Karpenter accepts"} at ${fieldText(faultPath)}`,
  };
}
