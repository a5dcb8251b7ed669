import { parseDuration } from "../../scheduling/values/duration";
import type { Tier } from "./tier";

/**
 * How long the deletion of a tier's NodePool may take, in minutes.
 *
 * A deleted NodePool drains its nodes, and the Kubernetes provider waits for that. By default it waits 10 minutes,
 * which is too short for GPU nodes, and a timeout would leave nodes running. A drain takes up to the grace period,
 * and the instances need some time to end. Without a grace period a drain takes as long as the work on the node; then
 * the limit is 60 minutes.
 */
export function deleteTimeoutMinutes({ profile }: Pick<Tier, "profile">): number {
  const grace = parseDuration(profile.terminationGracePeriod ?? "30m") ?? 0;
  return Math.ceil(grace / 60) + 30;
}

/** The same for a node class. Its deletion waits for the last node of every tier that uses it. */
export function longestDeleteTimeoutMinutes(tiers: readonly Pick<Tier, "profile">[]): number {
  return Math.max(60, ...tiers.map(deleteTimeoutMinutes));
}
