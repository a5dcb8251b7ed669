import { parseDuration } from "../../scheduling/values/duration";
import type { Tier } from "./tier";

/**
 * How long the deletion of a tier's pool may take. Deleting a NodePool drains its nodes, which the
 * provider awaits; its default of 10 minutes is shorter than one drain of GPU nodes, and a timeout there
 * leaves nodes running. A drain takes up to the grace period, ending the instances some time more;
 * without a grace period it takes as long as the work does, and 60 minutes are given.
 */
export function deleteTimeoutMinutes({ profile }: Pick<Tier, "profile">): number {
  const grace = parseDuration(profile.terminationGracePeriod ?? "30m") ?? 0;
  return Math.ceil(grace / 60) + 30;
}

/** The same for a node class, whose deletion waits for the last node of any tier that uses it. */
export function longestDeleteTimeoutMinutes(tiers: readonly Pick<Tier, "profile">[]): number {
  return Math.max(60, ...tiers.map(deleteTimeoutMinutes));
}
