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
  return [
    ...chosen,
    ...oneOf(instanceFamilyLabelKey, families),
    ...oneOf(instanceSizeLabelKey, sizes),
    ...oneOf(instanceTypeLabelKey, efa === true ? efaTypesOf(chosen) : undefined),
  ];
}

/** Karpenter has no label for EFA, so the instance types are listed. */
function efaTypesOf(requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  return launchableTypes(requirementsOf(requirements))
    .filter((type) => efaInterfacesOf(type) > 0)
    .filter(({ labels }) => !withoutEfaOnFirstCard.includes(labels[instanceFamilyLabelKey] ?? ""))
    .map(({ name }) => name);
}

/**
 * Families whose network card 0 takes no EFA interface. Karpenter attaches EFA from card 0 on, for a pod's request and for a
 * node class, so EC2 refuses every launch.
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
