import { tierOfPool, type PoolName } from "../../components/node-pools/pool-names";
import {
  tierProfiles,
  type TierName,
  type TierProfile,
} from "../../components/node-pools/tier-profiles";
import type { PlatformConfig } from "../config/schema";
import { profileForDriver } from "./driver-support";

/** The changes that a stack file makes to the profile of one pool. */
export type TierOverrides = NonNullable<PlatformConfig["tiers"][PoolName]>;

/** A pool of a stack. Each pool is one slot of a tier. */
export interface ConfiguredTier {
  readonly pool: PoolName;
  readonly tier: TierName;
  readonly profile: TierProfile;
  readonly overrides: TierOverrides;
}

/**
 * The pools of a stack in the order of its file, each with its profile and the stack's changes.
 *
 * @param gpu decides which GPUs the driver supports. Without it the profiles have the types of AL2023, so a question about
 *   instance types needs it
 */
export function configuredTiers(
  tiers: PlatformConfig["tiers"],
  gpu?: PlatformConfig["gpu"],
): readonly ConfiguredTier[] {
  return Object.entries(tiers).flatMap(([key, overrides]) => {
    if (overrides === undefined) return [];
    const pool = key as PoolName;
    const tier = tierOfPool(pool);
    const profile = tierProfiles[tier];
    return [
      {
        pool,
        tier,
        profile: gpu === undefined ? profile : profileForDriver(profile, gpu),
        overrides,
      },
    ];
  });
}
