/**
 * Node repair: Karpenter replaces nodes that report a broken condition. It is off unless the feature gate NodeRepair is on.
 *
 * Since Karpenter 1.15 it is a voluntary disruption with the reason Unhealthy, and budgets limit it. Before, and with the
 * setting legacyNodeRepair, no budget counted.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/controllers/disruption/repair.go
 */

import { newestKarpenterMinor, type KarpenterMinor } from "../values/karpenter-minor";
import { disruptionReasonsOf, type DisruptionReason } from "./budget";

/** What is known of the Karpenter that reads a pool. */
export interface KarpenterInUse {
  readonly minor: KarpenterMinor;
  /** Whether the feature gate NodeRepair is on. Absent where nothing says so. */
  readonly nodeRepair?: boolean;
  /** Whether repair stays as it was before 1.15: the setting `legacyNodeRepair`. */
  readonly legacyNodeRepair?: boolean;
}

/** For manifests that come without the settings of their cluster. */
export const unknownKarpenter: KarpenterInUse = { minor: newestKarpenterMinor };

/** How Karpenter repairs nodes where it repairs them at all. */
export function repairKind({
  minor,
  legacyNodeRepair = false,
}: KarpenterInUse): "voluntary" | "forceful" {
  return minor === "1.14" || legacyNodeRepair ? "forceful" : "voluntary";
}

/** The reasons for which this Karpenter may disrupt nodes. Unhealthy is one where repair is on and voluntary. */
export function possibleReasons(karpenter: KarpenterInUse): readonly DisruptionReason[] {
  const repairs = karpenter.nodeRepair === true && repairKind(karpenter) === "voluntary";
  return disruptionReasonsOf(karpenter.minor).filter((reason) => repairs || reason !== "Unhealthy");
}
