import type { TierProfile } from "../components/node-pools/tier-profiles";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../scheduling/labels";
import type { NodeSelectorRequirement } from "../scheduling/requirements";

/** What a stack narrows a tier's profile with. */
export interface Narrowing {
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
}

/** A profile's requirements and the stack's, which Karpenter intersects where they share a key. */
export function narrowedRequirements(
  profile: TierProfile,
  { families, sizes }: Narrowing,
): readonly NodeSelectorRequirement[] {
  return [
    ...profile.requirements,
    ...oneOf(instanceFamilyLabelKey, families),
    ...oneOf(instanceSizeLabelKey, sizes),
  ];
}

function oneOf(
  key: string,
  values: readonly string[] | undefined,
): readonly NodeSelectorRequirement[] {
  return values === undefined ? [] : [{ key, operator: "In", values }];
}
