import type { Fault } from "../../scheduling/fault";
import type { Finding } from "./rule";

/**
 * The finding for a fault that the scheduling model found in a plain copy of a field. Its text has the
 * form `<what is wrong>, got <value>; expected <allowed>; <what to do>`, the last two parts optional.
 */
export function faultFinding(path: string, fault: Fault): Finding {
  const [, problem, got, expected, fix] =
    /^(.*?), got (.*?)(?:; expected (.*?))?(?:; (.*))?$/s.exec(fault.problem) ?? [];
  const faultPath = `${path}${fault.path.startsWith("[") || fault.path === "" ? "" : "."}${fault.path}`;
  return {
    path: faultPath,
    problem: problem ?? fault.problem,
    got: got ?? "what is written there",
    expected: expected ?? "what Karpenter accepts",
    fix: fix ?? `write ${expected ?? "what Karpenter accepts"} at ${faultPath}`,
  };
}
