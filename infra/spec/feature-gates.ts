import type { KarpenterFeatureGates } from "../../components/karpenter/helm-values.builder";
import type { PlatformSpec } from "../spec";

/**
 * The gates of Karpenter that the stack needs and that are off in its chart. A gate that nothing needs stays
 * off: alpha features may change in any release.
 */
export function featureGatesFor({ config, tiers }: PlatformSpec): Partial<KarpenterFeatureGates> {
  return {
    ...(config.karpenter.nodeRepair.enabled ? { nodeRepair: true } : {}),
    ...(tiers.some(({ gpuSharing }) => gpuSharing !== undefined) ? { nodeOverlay: true } : {}),
    ...(tiers.some(({ replicas }) => replicas !== undefined) ? { staticCapacity: true } : {}),
  };
}
