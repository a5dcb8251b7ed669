import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { instanceFamilyLabelKey } from "../../scheduling/requirements/labels";

/**
 * Families whose network card 0 takes no EFA interface; their cards from 1 on do. For a pod's request Karpenter attaches EFA
 * from card 0 on, so EC2 refuses every launch. The interfaces of a node class can begin at card 1.
 * https://github.com/aws/aws-parallelcluster/issues/7143
 * https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/providers/launchtemplate/launchtemplate.go
 */
const familiesWithoutEfaOnFirstCard: readonly string[] = ["p6-b300"];

/** The first network card of a type that takes an EFA interface. */
export function firstEfaCardOf({ labels }: InstanceType): 0 | 1 {
  return familiesWithoutEfaOnFirstCard.includes(labels[instanceFamilyLabelKey] ?? "") ? 1 : 0;
}
