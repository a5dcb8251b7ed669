import {
  shippedTierOfPool,
  tierOfPool,
  type PoolName,
} from "../../components/node-pools/pool-names";
import { tierProfiles, type TierProfile } from "../../components/node-pools/tier-profiles";
import type { PlatformConfig } from "../config/schema";
import type { TierOverrides } from "../config/sections/tiers-section";
import { profileForDriver } from "./driver-support";
import { ownProfile } from "./own-profile";

export type { TierOverrides };

/** A pool of a stack. Each pool is one slot of a tier. */
export interface ConfiguredTier {
  readonly pool: PoolName;
  /** A tier with a profile, or a tier of the stack's own. */
  readonly tier: string;
  /** Whether the stack file adds the tier. */
  readonly isOwn: boolean;
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
  const supported = (profile: TierProfile): TierProfile =>
    gpu === undefined ? profile : profileForDriver(profile, gpu);
  return Object.entries(tiers).flatMap(([pool, overrides]): readonly ConfiguredTier[] => {
    if (overrides === undefined) return [];
    const tier = tierOfPool(pool);
    const shipped = shippedTierOfPool(pool);
    if (shipped !== undefined) {
      return [{ pool, tier, isOwn: false, profile: supported(tierProfiles[shipped]), overrides }];
    }
    // The schema requires the key of every tier without a profile.
    if (overrides.from === undefined) return [];
    const profile = supported(ownProfile(tier, overrides.from, overrides));
    return [{ pool, tier, isOwn: true, profile, overrides }];
  });
}
