import type { KarpenterFeatureGates } from "../../components/karpenter/helm-values.builder";
import type { PlatformSpec } from "./platform-spec";

/**
 * The gates of Karpenter that the stack needs and that are off in its chart. A gate that nothing needs stays
 * off: alpha features may change in any release, and with `nodeOverlay` no pool launches before Karpenter has read all
 * overlays.
 *
 * A gate goes off before the last pool that needs it is gone. For a static pool that is harmless, since Karpenter never
 * provisions for it by demand; a pool with shared GPUs has to be retired first, which keeps the gate and closes the pool
 * in whole GPUs too (docs/gpu-stack.md).
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers/provisioning/provisioner.go#L277
 */
export function featureGatesFor({ config, tiers }: PlatformSpec): Partial<KarpenterFeatureGates> {
  return {
    ...(config.karpenter.nodeRepair.enabled ? { nodeRepair: true } : {}),
    ...(tiers.some(({ gpuSharing }) => gpuSharing !== undefined) ? { nodeOverlay: true } : {}),
    ...(tiers.some(({ replicas }) => replicas !== undefined) ? { staticCapacity: true } : {}),
  };
}
