import type { TierName } from "../../components/node-pools/tier-profiles";
import type { PlatformConfig } from "./schema";

/** The tiers of a stack, each with what the stack changes of its profile. */
export function configuredTiers(tiers: PlatformConfig["tiers"]) {
  return Object.entries(tiers).flatMap(([tier, overrides]) =>
    overrides === undefined ? [] : [[tier as TierName, overrides] as const],
  );
}
