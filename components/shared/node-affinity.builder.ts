import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";

/** A required node affinity with one term. */
export interface RequiredNodeAffinity {
  readonly nodeAffinity: {
    readonly requiredDuringSchedulingIgnoredDuringExecution: {
      readonly nodeSelectorTerms: readonly [
        { readonly matchExpressions: readonly NodeSelectorRequirement[] },
      ];
    };
  };
}

/** A pod's `affinity` that admits only nodes on which every one of these expressions holds. */
export function requiredNodeAffinity(
  matchExpressions: readonly NodeSelectorRequirement[],
): RequiredNodeAffinity {
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
    },
  };
}

/** The terms of such an affinity, in the form that an `Agent` has them. */
export function affinityTerms({
  nodeAffinity,
}: RequiredNodeAffinity): readonly (readonly NodeSelectorRequirement[])[] {
  const { nodeSelectorTerms } = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  return nodeSelectorTerms.map(({ matchExpressions }) => matchExpressions);
}
