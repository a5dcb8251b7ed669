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
  const [problem = "", expected, fix] = [fault.problem, fault.expected, fault.fix].map((part) =>
    part === undefined ? undefined : withoutUnknownTexts(part, root),
  );
  return {
    path: faultPath,
    problem,
    got: quotedValue(valueAt(root, fault.path)),
    expected: expected ?? "what Karpenter accepts there",
    because: "The API server or Karpenter refuses this value, so the rule cannot check the pool.",
    fix: fix ?? `write ${expected ?? "what Karpenter accepts"} at ${fieldText(faultPath)}`,
  };
}
