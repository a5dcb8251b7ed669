import {
  instanceRequirements,
  type InstanceChoice,
} from "../../components/node-pools/instance-requirements";
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
import { firstEfaCardOf } from "./efa-cards";

/** The keys with which a stack chooses among the types of a tier and narrows them. */
export interface Narrowing extends InstanceChoice {
  readonly families?: readonly string[] | undefined;
  readonly sizes?: readonly string[] | undefined;
  readonly efa?: boolean | undefined;
}

/** The requirements of the profile and of the stack. Karpenter intersects requirements with the same key. */
export function narrowedRequirements(
  profile: TierProfile,
  { families, sizes, efa, ...choice }: Narrowing,
): readonly NodeSelectorRequirement[] {
  const chosen = instanceRequirements(profile, choice);
  const family = oneOf(instanceFamilyLabelKey, families);
  return [
    ...chosen,
    ...family,
    ...oneOf(instanceSizeLabelKey, sizes),
    ...oneOf(instanceTypeLabelKey, efa === true ? efaTypesOf([...chosen, ...family]) : undefined),
  ];
}

/**
 * Karpenter has no label for EFA, so the instance types are listed. A tier has one layout of network cards: types whose card 0
 * takes no EFA are among them only when the tier has no other types with EFA.
 */
function efaTypesOf(requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  const types = launchableTypes(requirementsOf(requirements)).filter(
    (type) => efaInterfacesOf(type) > 0,
  );
  const firstCard = types.every((type) => firstEfaCardOf(type) === 1) ? 1 : 0;
  return types.filter((type) => firstEfaCardOf(type) === firstCard).map(({ name }) => name);
}

function oneOf(
  key: string,
  values: readonly string[] | undefined,
): readonly NodeSelectorRequirement[] {
  return values === undefined ? [] : [{ key, operator: "In", values }];
}
