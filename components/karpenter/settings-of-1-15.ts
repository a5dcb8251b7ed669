/**
 * Settings that exist since Karpenter 1.15. A chart ignores keys that it does not know, so they are never passed to an
 * older one. All are off in the chart, and all but `legacyNodeRepair` are alpha: they may change in any release.
 *
 * @see https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/charts/karpenter/values.yaml
 */
export interface SettingsOf115 {
  /** Drift ends a node before its replacement is there, where the pool has no room for both. */
  readonly terminateFirstDrift: boolean;
  /** The same for node repair. */
  readonly terminateFirstRepair: boolean;
  /** Marks pods, so that a ReplicaSet that shrinks removes first those on nodes that consolidation wants to remove. */
  readonly podDeletionCostManagement: boolean;
  /** Node repair reboots a node for the GPU faults that a reboot clears, and does not replace it. */
  readonly rebootForRepair: boolean;
  /** Node repair as it was before: involuntary, without budgets. */
  readonly legacyNodeRepair: boolean;
  /** Counts the devices that a pod's ResourceClaims ask for (dynamic resource allocation). */
  readonly enableDRA: boolean;
}

/** The defaults of the chart. They are always set, so a newer chart with other defaults changes nothing unnoticed. */
export const defaultSettingsOf115: SettingsOf115 = {
  terminateFirstDrift: false,
  terminateFirstRepair: false,
  podDeletionCostManagement: false,
  rebootForRepair: false,
  legacyNodeRepair: false,
  enableDRA: false,
};

/** The gates that the chart has under `settings.featureGates`. */
export function coreGatesOf115(settings: SettingsOf115) {
  const { terminateFirstDrift, terminateFirstRepair, podDeletionCostManagement } = settings;
  return { terminateFirstDrift, terminateFirstRepair, podDeletionCostManagement };
}

/**
 * The rest of `settings`. With `enableDRA` the chart refuses to render as soon as one of the two DRA gates has a value,
 * even `true`.
 */
export function otherSettingsOf115(settings: SettingsOf115) {
  const { rebootForRepair, legacyNodeRepair, enableDRA } = settings;
  return {
    awsFeatureGates: {
      nodeClassCEL: false,
      rebootForRepair,
      ...(enableDRA ? {} : { draNVIDIAGPU: false, draEFA: false }),
    },
    enableDRA,
    legacyNodeRepair,
  };
}
