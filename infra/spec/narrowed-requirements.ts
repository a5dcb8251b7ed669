import type { TierProfile } from "../../components/node-pools/tier-profiles";
import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../../scheduling/labels";
import { efaInterfacesOf } from "../../scheduling/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable";
import { requirementsOf, type NodeSelectorRequirement } from "../../scheduling/requirements";

/** What a stack narrows a tier's profile with. */
export interface Narrowing {
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
  readonly efa?: boolean | undefined;
}

/** A profile's requirements and the stack's, which Karpenter intersects where they share a key. */
export function narrowedRequirements(
  profile: TierProfile,
  { families, sizes, efa }: Narrowing,
): readonly NodeSelectorRequirement[] {
  return [
    ...profile.requirements,
    ...oneOf(instanceFamilyLabelKey, families),
    ...oneOf(instanceSizeLabelKey, sizes),
    ...oneOf(instanceTypeLabelKey, efa === true ? efaTypesOf(profile.requirements) : undefined),
  ];
}

/** No label of Karpenter's says whether a type has EFA, so the types are named. */
function efaTypesOf(requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  return launchableTypes(requirementsOf(requirements))
    .filter((type) => efaInterfacesOf(type) > 0)
    .map(({ name }) => name);
}

function oneOf(
  key: string,
  values: readonly string[] | undefined,
): readonly NodeSelectorRequirement[] {
  return values === undefined ? [] : [{ key, operator: "In", values }];
}
