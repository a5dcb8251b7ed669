import { found } from "../../scheduling/values/fault";
import type { Fault } from "../../scheduling/values/fault";
import type { Finding } from "./rule";

/**
 * The finding for a fault that the scheduling model found in a plain copy of a field. Its text has the
 * form `<what is wrong>, got <value>; expected <allowed>; <what to do>`, each part but the first optional.
 *
 * @param path the field's path in the resource
 * @param root the plain copy in which the fault was found
 */
export function faultFinding(path: string, fault: Fault, root: unknown): Finding {
  const [problem = fault.problem, ...rest] = fault.problem.split(/, got |; expected |; /);
  const got = /, got (.*?)(?:; |$)/s.exec(fault.problem)?.[1];
  const expected = /; expected (.*?)(?:; |$)/s.exec(fault.problem)?.[1];
  const advice = rest.filter((part) => part !== got && part !== expected).join("; ");
  const separator = fault.path === "" || fault.path.startsWith("[") ? "" : ".";
  const faultPath = `${path}${separator}${fault.path}`;
  return {
    path: faultPath,
    problem,
    got: got ?? found(valueAt(root, fault.path)),
    expected: expected ?? "what Karpenter accepts there",
    because: "The API server or Karpenter refuses it, so the pool cannot be judged by it.",
    fix: advice === "" ? `write ${expected ?? "what Karpenter accepts"} at ${faultPath}` : advice,
  };
}

/** The value at a path such as `[2].values[0]`. */
function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const step of path.split(/[.[\]]+/).filter((part) => part !== "")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
