import type { KarpenterFeatureGates } from "../../components/karpenter/helm-values.builder";
import { hasOverlays } from "../../components/node-pools/node-overlays.builder";
import type { PlatformSpec } from "./platform-spec";

/**
 * The feature gates of Karpenter that the stack needs and that are off in the chart. Other gates stay off: alpha features may
 * change in any release, and with `nodeOverlay` no pool launches before Karpenter has read all overlays.
 *
 * When the last pool that needs a gate is removed, the gate is turned off before the pool is deleted. For a static pool this is
 * harmless, because Karpenter never provisions for it by demand. For a pool with EFA it is harmless too: pods that
 * request huge pages stay pending. A pool with shared GPUs has to be retired first: a retired pool keeps the gate on and launches
 * nothing (docs/gpu-stack.md).
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers/provisioning/provisioner.go#L277
 */
export function featureGatesFor({ config, tiers }: PlatformSpec): Partial<KarpenterFeatureGates> {
  return {
    ...(config.karpenter.nodeRepair.enabled ? { nodeRepair: true } : {}),
    ...(tiers.some(hasOverlays) ? { nodeOverlay: true } : {}),
    ...(tiers.some(({ replicas }) => replicas !== undefined) ? { staticCapacity: true } : {}),
  };
}
