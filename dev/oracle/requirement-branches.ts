/**
 * Branches of pkg/scheduling/requirement.go and requirements.go of kubernetes-sigs/karpenter v1.15.0
 * that a case meets.
 */

import type {
  NormalRequirement,
  RequirementsAnswer,
  RequirementsQuestion,
  WrittenRequirements,
} from "../../scheduling/karpenter/questions";
import { normalizedLabelKey } from "../../scheduling/requirements/labels";
import type { NodeSelectorRequirement } from "../../scheduling/requirements/requirements";
import { operators } from "../../scheduling/requirements/operators";
import { largest, smallest } from "./requirement-cases";

const sides = ["node side", "pod side"] as const;

export const requirementBranchNames: readonly string[] = [
  ...sides.flatMap((side) => operators.map((operator) => `${side}: ${operator}`)),
  ...["In []", "NotIn []", "values of Exists", "minValues", "minValues of two meet", "label"],
  ...["beta key", "key of the EBS driver"],
  ...["Gt of the largest integer", "Lt of the smallest integer"],
  ...["bound of 64 bits", "bound is no integer", "bound with a sign or zeros"],
  ...["one side: open and open", "one side: open and closed", "one side: closed and closed"],
  ...["one side: nothing left", "one side: two bounds kept", "more than five values"],
  ...["sides: bounds cross", "sides: open and open"],
  ...["open and closed", "closed and open", "closed and closed"].flatMap((pair) =>
    ["meet", "apart"].map((end) => `sides: ${pair}, ${end}`),
  ),
  ...["sides: apart, both content without the label", "sides: apart, a conflict"],
  ...["compatible", "incompatible", "several conflicts"],
  ...["new node", "existing node"],
  ...["undefined, well-known on a new node", "undefined, well-known on an existing node"],
  ...["undefined, custom", "undefined, content without the label"],
];

export function* requirementBranches(
  one: RequirementsQuestion,
  answer: RequirementsAnswer,
): Iterable<string> {
  yield* new Set([
    ...writtenBranches(one.nodeSide, "node side"),
    ...writtenBranches(one.podSide, "pod side"),
    ...oneSideBranches(one.nodeSide, answer.nodeSide),
    ...oneSideBranches(one.podSide, answer.podSide),
    ...betweenSides(one, answer),
    ...[one.allowUndefinedWellKnown ? "new node" : "existing node"],
    ...[answer.compatible ? "compatible" : "incompatible"],
    ...(answer.conflicts.length > 1 ? ["several conflicts"] : []),
  ]);
}

function* writtenBranches(side: WrittenRequirements, name: string): Iterable<string> {
  if (Object.keys(side.labels ?? {}).length > 0) yield "label";
  for (const requirement of side.requirements ?? []) {
    yield `${name}: ${requirement.operator}`;
    if (requirement.key.includes("beta")) yield "beta key";
    if (requirement.key.includes("ebs")) yield "key of the EBS driver";
    if (requirement.minValues !== undefined) yield "minValues";
    yield* valueBranches(requirement);
  }
}

function* valueBranches({ operator, values = [] }: NodeSelectorRequirement): Iterable<string> {
  const [first = ""] = values;
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) yield `${operator} []`;
      return;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) yield "values of Exists";
      return;
    default:
      if (operator === "Gt" && first === largest) yield "Gt of the largest integer";
      if (operator === "Lt" && first === smallest) yield "Lt of the smallest integer";
      if (first.length > 17) yield "bound of 64 bits";
      if (!/^[+-]?[0-9]+$/.test(first)) yield "bound is no integer";
      else if (/^([+-]|0[0-9])/.test(first)) yield "bound with a sign or zeros";
  }
}

function* oneSideBranches(
  { requirements = [] }: WrittenRequirements,
  normal: readonly NormalRequirement[],
): Iterable<string> {
  for (const { key, operator, gte, lte, values } of normal) {
    if (gte !== undefined && lte !== undefined) yield "one side: two bounds kept";
    if (values.length > 5) yield "more than five values";
    const [first, second] = requirements.filter((r) => normalizedLabelKey(r.key) === key);
    if (first === undefined || second === undefined) continue;
    const [a, b] = [isOpen(first), isOpen(second)];
    yield a && b ? openOpen : a || b ? openClosed : closedClosed;
    if (operator === "DoesNotExist") yield "one side: nothing left";
    if (first.minValues !== undefined && second.minValues !== undefined) {
      yield "minValues of two meet";
    }
  }
}

const openOpen = "one side: open and open";
const openClosed = "one side: open and closed";
const closedClosed = "one side: closed and closed";

/** Whether the requirement also accepts values that it does not list. */
function isOpen({ operator }: NodeSelectorRequirement): boolean {
  return operator !== "In" && operator !== "DoesNotExist";
}

function* betweenSides(one: RequirementsQuestion, answer: RequirementsAnswer): Iterable<string> {
  const nodeSide = new Map(answer.nodeSide.map((r) => [r.key, r]));
  for (const incoming of answer.podSide) {
    const existing = nodeSide.get(incoming.key);
    if (existing !== undefined) yield* meeting(existing, incoming, answer);
    else if (isContentWithout(incoming)) yield "undefined, content without the label";
    else if (answer.undefinedKeys.includes(incoming.key)) {
      const isCustom = ["team", "workload"].includes(incoming.key);
      yield isCustom ? "undefined, custom" : "undefined, well-known on an existing node";
    } else if (one.allowUndefinedWellKnown) yield "undefined, well-known on a new node";
  }
}

function* meeting(
  existing: NormalRequirement,
  incoming: NormalRequirement,
  { intersection, conflicts }: RequirementsAnswer,
): Iterable<string> {
  const { key } = incoming;
  const result = intersection.find((r) => r.key === key);
  const isNothing = result?.operator === "DoesNotExist";
  const kinds = [existing, incoming].map(({ complement }) => (complement ? "open" : "closed"));
  if (existing.complement && incoming.complement) {
    yield isNothing ? "sides: bounds cross" : "sides: open and open";
  } else yield `sides: ${kinds.join(" and ")}, ${isNothing ? "apart" : "meet"}`;
  if (conflicts.some((conflict) => conflict.key === key)) yield "sides: apart, a conflict";
  else if (isNothing && isContentWithout(existing) && isContentWithout(incoming)) {
    yield "sides: apart, both content without the label";
  }
}

function isContentWithout({ operator }: NormalRequirement): boolean {
  return operator === "NotIn" || operator === "DoesNotExist";
}
