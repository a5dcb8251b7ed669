/**
 * The Go source of the embedded scheduler, as the older Karpenter needs it. Only these calls differ; the rest of
 * scheduling/karpenter/go compiles with both. go.mod and go.sum of the older one are in the folder `older`.
 */

/** One text of a Go file for the newer Karpenter, and what stands for it with the older one. */
export interface Replacement {
  /** Below scheduling/karpenter/go/answers. */
  readonly file: string;
  readonly newer: string;
  readonly older: string;
}

/** Since 1.15 a full reservation is available, and launchable says whether a node can start in it. */
const launchable = {
  newer: "it.Offerings.Launchable().Compatible",
  older: "it.Offerings.Available().Compatible",
};

export const replacements: readonly Replacement[] = [
  {
    file: "filter.go",
    newer: "karpsched.ReservedOfferingModeFallback, nil)",
    older: "karpsched.ReservedOfferingModeFallback)",
  },
  {
    file: "filter.go",
    newer: "claim.CanAdd(ctx, pod, data, nil, options",
    older: "claim.CanAdd(ctx, pod, data, options",
  },
  {
    file: "launch.go",
    newer: "instancefilter.CompatibleLaunchableFilter",
    older: "instancefilter.CompatibleAvailableFilter",
  },
  { file: "launch.go", ...launchable },
  { file: "narrowing.go", ...launchable },
  { file: "requirements.go", newer: "requirement.MinValues(),", older: "requirement.MinValues," },
  {
    file: "universe.go",
    newer: "Available:           isInZone,",
    older: "Available:           r.Available > 0 && isInZone,",
  },
];

/**
 * The text of a Go file for the older Karpenter.
 *
 * @throws Error when a text to replace is not in the file: the source has changed, and this list has to follow
 */
export function olderSource(file: string, text: string): string {
  let changed = text;
  for (const { newer, older } of replacements.filter((one) => one.file === file)) {
    if (!changed.includes(newer)) {
      throw new Error(
        `scheduling/karpenter/go/answers/${file}: does not have ${JSON.stringify(newer)}; ` +
          "dev/compare-karpenter/older-source.ts has to follow the source",
      );
    }
    changed = changed.replaceAll(newer, older);
  }
  return changed;
}
