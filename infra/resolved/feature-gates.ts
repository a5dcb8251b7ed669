import type { KarpenterFeatureGates } from "../../components/karpenter/helm-values.builder";
import { has115 } from "../../components/karpenter/releases";
import type { SettingsOf115 } from "../../components/karpenter/settings-of-1-15";
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
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/provisioning/provisioner.go#L283
 */
export function featureGatesFor({ config, tiers }: PlatformSpec): Partial<KarpenterFeatureGates> {
  return {
    ...(config.karpenter.nodeRepair.enabled ? { nodeRepair: true } : {}),
    ...(tiers.some(hasOverlays) ? { nodeOverlay: true } : {}),
    ...(tiers.some(({ replicas }) => replicas !== undefined) ? { staticCapacity: true } : {}),
  };
}

/** The settings that a chart before 1.15 does not know. None for such a chart: the check of the stack file refuses them there. */
export function settingsOf115({ config }: PlatformSpec): Partial<SettingsOf115> {
  const { featureGates, enableDRA, nodeRepair } = config.karpenter;
  if (!has115(config.versions.karpenter)) return {};
  return { ...featureGates, enableDRA, legacyNodeRepair: nodeRepair.enabled && nodeRepair.legacy };
}
