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
    .filter(({ labels }) => !withoutEfaOnFirstCard.includes(labels[instanceFamilyLabelKey] ?? ""))
    .map(({ name }) => name);
}

/**
 * Families whose network card 0 takes no EFA. Karpenter counts the cards from 0 on, whether a pod asks for EFA or the
 * node class does, so that EC2 refuses every launch of them.
 * https://github.com/aws/aws-parallelcluster/issues/7143
 * https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/launchtemplate/launchtemplate.go
 */
const withoutEfaOnFirstCard: readonly string[] = ["p6-b300"];

function oneOf(
  key: string,
  values: readonly string[] | undefined,
): readonly NodeSelectorRequirement[] {
  return values === undefined ? [] : [{ key, operator: "In", values }];
}
