import {
  capacityTypeLabelKey,
  reservationInterruptibleLabelKey,
} from "../../../scheduling/requirements/labels";
import { admits, formatRequirement } from "../../../scheduling/requirements/requirements";
import type { Requirement, Requirements } from "../../../scheduling/requirements/requirements";
import { listed } from "../../../scheduling/values/wording";
import { fieldText } from "../../support/message";
import { labelsPath, nodePool, nodePoolTypes, requirementsPath } from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { poolRequirements } from "../../support/requirements";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

/** Capacity types that EC2 does not take back while a job runs. */
const steadyCapacityTypes: readonly string[] = ["on-demand", "reserved"];
const steadyRequirement = `${capacityTypeLabelKey} In [on-demand, reserved]`;

export const capTrainingOnDemand: ResourceRule<WorkloadClassesConfig> = {
  id: "cap-training-on-demand",
  title: "Training pools launch on-demand or reserved capacity only.",
  why: "EC2 takes Spot capacity back with two minutes' notice, and no disruption budget prevents it. The job loses all work since its last checkpoint.",
  severity: "critical",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [requirementsPath, labelsPath],
  config: workloadClassesProperties,
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so.",
    "All requirements on `karpenter.sh/capacity-type` apply together, a node label of that key included. What remains must be an explicit list without spot.",
    "Without any requirement Karpenter may use Spot, and prefers it. `NotIn`, `Exists` and the comparing operators are findings, because they also admit capacity types that do not exist yet.",
    "A pool that admits `reserved` must exclude the value `true` of `karpenter.k8s.aws/capacity-reservation-interruptible`, for example with `NotIn`. The owner of an interruptible reservation can take it back, and Karpenter uses it if a node class selects it. On-demand capacity does not have this label: `NotIn` admits it, and `In [false]` does not.",
    "It is a finding if no capacity type meets all requirements: the pool can launch nothing.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () => capacityFindings(pool));
  },
};

function capacityFindings(pool: NodePool): readonly Finding[] {
  const capacity = poolRequirements(pool, (key) => decidingKeys.includes(key));
  if (capacity.faults.length > 0) return capacity.faults;
  const finding =
    capacityFinding(capacity.requirements.get(capacityTypeLabelKey)) ??
    reclaimedFinding(capacity.requirements);
  return finding === undefined ? [] : [finding];
}

const decidingKeys: readonly string[] = [capacityTypeLabelKey, reservationInterruptibleLabelKey];

function capacityFinding(capacity: Requirement | undefined): Finding | undefined {
  const expected = `${steadyRequirement}, or one of the two`;
  const fix = `add { key: "${capacityTypeLabelKey}", operator: "In", values: ["on-demand"] } to ${fieldText(requirementsPath)}`;
  if (capacity === undefined) {
    return {
      path: requirementsPath,
      problem: `no requirement on ${capacityTypeLabelKey}`,
      got: "nothing",
      expected,
      because: "Without it Karpenter launches Spot before on-demand whenever Spot is available.",
      fix,
    };
  }
  if (capacity.complement) {
    return {
      path: requirementsPath,
      problem: `the capacity types are not listed`,
      got: formatRequirement(shown(capacity)),
      expected,
      because:
        "Such a requirement admits every capacity type that it does not name, also future ones.",
      fix: `replace it by { key: "${capacityTypeLabelKey}", operator: "In", values: ["on-demand"] }`,
    };
  }
  const values = [...capacity.values];
  if (values.length === 0) {
    return {
      path: requirementsPath,
      problem: `the requirements on ${capacityTypeLabelKey} contradict each other`,
      got: "no capacity type that meets all of them",
      expected,
      because: `The pool can launch nothing. A label ${capacityTypeLabelKey} in ${fieldText(labelsPath)} counts as a requirement.`,
      fix: `keep one requirement on the key: { key: "${capacityTypeLabelKey}", operator: "In", values: ["on-demand"] }`,
    };
  }
  const unsteady = values.filter((value) => !steadyCapacityTypes.includes(value));
  if (unsteady.length === 0) return undefined;
  return {
    path: requirementsPath,
    problem: `a training pool allows ${listed(unsteady.map(quoted))}`,
    got: formatRequirement(shown(capacity)),
    expected,
    because: `Karpenter takes reserved before Spot before on-demand, whatever the order of the values.`,
    fix: `remove ${listed(unsteady.map(quoted))} from the values of ${capacityTypeLabelKey}`,
  };
}

function shown(requirement: Requirement): Requirement {
  return { ...requirement, values: new Set([...requirement.values].map(quoted)) };
}

/** https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instance/filter/filter.go#L106 */
function reclaimedFinding(requirements: Requirements): Finding | undefined {
  const capacity = requirements.get(capacityTypeLabelKey);
  if (capacity === undefined || !admits(capacity, "reserved")) return undefined;
  const interruptible = requirements.get(reservationInterruptibleLabelKey);
  if (interruptible !== undefined && !admits(interruptible, "true")) return undefined;
  return {
    path: requirementsPath,
    problem: "a training pool allows interruptible reservations",
    got: interruptible === undefined ? "nothing" : formatRequirement(shown(interruptible)),
    expected: `${reservationInterruptibleLabelKey} NotIn [true]`,
    because:
      "The owner of an interruptible reservation takes it back within minutes; Karpenter uses one if the node class selects it and no other capacity is available.",
    fix: `add { key: "${reservationInterruptibleLabelKey}", operator: "NotIn", values: ["true"] } to ${fieldText(requirementsPath)}`,
  };
}
