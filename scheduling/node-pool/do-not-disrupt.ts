/**
 * The annotation that keeps Karpenter from disrupting a pod or a node.
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/utils/pod/scheduling.go
 */

import { parseGoDuration } from "../values/go-duration";

export const doNotDisruptKey = "karpenter.sh/do-not-disrupt";

/** Names of v1alpha5, which Karpenter no longer reads: https://karpenter.sh/v1.15/upgrading/upgrade-guide/ */
export const oldDoNotDisruptKeys: readonly string[] = [
  "karpenter.sh/do-not-evict",
  "karpenter.sh/do-not-consolidate",
];

/** How long the annotation protects a pod, in seconds from its start; undefined where the value has no effect. */
export function protectedSeconds(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  if (value === "true") return Infinity;
  const seconds = parseGoDuration(value);
  return seconds === undefined || seconds <= 0 ? undefined : seconds;
}
