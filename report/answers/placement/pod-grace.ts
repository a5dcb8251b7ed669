import { at } from "./pod-needs";

/** The `terminationGracePeriodSeconds` of a pod; 30, as in Kubernetes, where it has none. */
export function graceSecondsOf(pod: unknown): number {
  const written = at(at(pod, "spec"), "terminationGracePeriodSeconds");
  return typeof written === "number" && written >= 0 ? written : 30;
}
