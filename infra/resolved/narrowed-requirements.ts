import type { TierProfile } from "../../components/node-pools/tier-profiles";
import {
  instanceFamilyLabelKey,
  instanceSizeLabelKey,
  instanceTypeLabelKey,
} from "../../scheduling/requirements/labels";
import { efaInterfacesOf } from "../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../scheduling/launchable/launchable-types";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import { familiesWithoutEfaOnFirstCard, firstEfaCardOf } from "./efa-cards";

/** The keys with which a stack narrows the profile of a tier. */
export interface Narrowing {
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
  readonly efa?: boolean | undefined;
}

/** The requirements of the profile and of the stack. Karpenter intersects requirements with the same key. */
export function narrowedRequirements(
  profile: TierProfile,
  { families, sizes, efa }: Narrowing,
): readonly NodeSelectorRequirement[] {
  return [
    ...profile.requirements,
    ...oneOf(instanceFamilyLabelKey, families),
    ...oneOf(instanceSizeLabelKey, sizes),
    ...oneOf(
      instanceTypeLabelKey,
      efa === true ? efaTypesOf(profile.requirements, families) : undefined,
    ),
  ];
}

/**
 * Karpenter has no label for EFA, so the instance types are listed. A tier has one layout of network cards: types whose card 0
 * takes no EFA are among them only when the stack names no other family.
 */
function efaTypesOf(
  requirements: readonly NodeSelectorRequirement[],
  families: readonly string[] = [],
): readonly string[] {
  const firstCard =
    families.length > 0 && families.every((name) => familiesWithoutEfaOnFirstCard.includes(name))
      ? 1
      : 0;
  return launchableTypes(requirementsOf(requirements))
    .filter((type) => efaInterfacesOf(type) > 0 && firstEfaCardOf(type) === firstCard)
    .map(({ name }) => name);
}

function oneOf(
  key: string,
  values: readonly string[] | undefined,
): readonly NodeSelectorRequirement[] {
  return values === undefined ? [] : [{ key, operator: "In", values }];
}
