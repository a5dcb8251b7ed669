import { nameOf } from "../../command-line/urn";
import type { DeploymentPlan } from "./plan";

/**
 * One sentence for each NodePool whose deletion may take longer than a job of so many minutes. If the job is cut off in
 * the middle of a drain, the stack stays locked, and nothing manages the nodes of the pool any more.
 */
export function longDrains({ steps }: DeploymentPlan, minutes: number): readonly string[] {
  const longest = new Map<string, number>();
  for (const { urn, drainMinutes = 0 } of steps) {
    if (drainMinutes > minutes) longest.set(urn, Math.max(drainMinutes, longest.get(urn) ?? 0));
  }
  return [...longest].map(
    ([urn, wait]) =>
      `${nameOf(urn)}: its deletion waits up to ${wait} minutes for its nodes, got ${minutes} minutes for the deployment; ` +
      "empty the pool and say so, or let a person deploy (docs/deploying.md, Remove a tier)",
  );
}
