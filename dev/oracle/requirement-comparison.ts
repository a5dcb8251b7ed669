/** Compares normal forms, intersection and compatibility of requirements: our model and Karpenter. */

import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import type {
  NormalRequirement,
  RequirementsAnswer,
  RequirementsQuestion,
} from "../../scheduling/karpenter/questions";
import {
  compatible,
  formatRequirement,
  intersection,
  normalOperator,
  requirementsOf,
  type Requirement,
  type Requirements,
} from "../../scheduling/requirements/requirements";
import type { Comparison } from "./comparison";
import { expectAnswer } from "./expect-answer";
import { requirementBranches, requirementBranchNames } from "./requirement-branches";
import { requirementCase } from "./requirement-cases";

/** The functions of the model. A test replaces one by a wrong one. */
export interface RequirementModel {
  readonly requirementsOf: typeof requirementsOf;
  readonly intersection: typeof intersection;
  readonly compatible: typeof compatible;
}

export const requirementModel: RequirementModel = { requirementsOf, intersection, compatible };

export interface ComparedRequirements extends RequirementsAnswer {
  /** The message for people: the conflicts, or else one undefined key. */
  readonly reason: string;
}

export function requirementComparison(
  karpenter: Karpenter,
  model: RequirementModel = requirementModel,
): Comparison<RequirementsQuestion, ComparedRequirements> {
  return {
    area: "requirements",
    cases: requirementCase,
    branches: requirementBranches,
    expectedBranches: requirementBranchNames,
    karpenter: (cases) =>
      karpenter.requirements(cases).map((reply) => {
        const answer = expectAnswer(reply);
        return { ...answer, reason: reasonOf(answer) };
      }),
    model: (one) => modelAnswer(one, model),
    explained: [],
    revive: (json) => json as RequirementsQuestion,
  };
}

/** Karpenter names the first undefined key of a map in random order, and may suggest a corrected spelling. */
function reasonOf({ undefinedKeys, conflicts }: RequirementsAnswer): string {
  if (undefinedKeys.length > 0) return anUndefinedKey;
  return conflicts.map(({ text }) => text).join("; ");
}

const anUndefinedKey = "an undefined key";

function modelAnswer(
  { nodeSide, podSide, allowUndefinedWellKnown }: RequirementsQuestion,
  model: RequirementModel,
): ComparedRequirements {
  const node = model.requirementsOf(nodeSide.requirements ?? [], nodeSide.labels);
  const pod = model.requirementsOf(podSide.requirements ?? [], podSide.labels);
  const options = { allowUndefinedWellKnown };
  const reason = model.compatible(node, pod, options);
  const byKey = [...pod.values()].sort(byKeyName).flatMap((r) => {
    const text = model.compatible(node, new Map([[r.key, r]]), options);
    return text === undefined ? [] : [{ key: r.key, text }];
  });
  const isUndefined = ({ text }: { text: string }): boolean => text.startsWith("label ");
  const undefinedKeys = byKey.filter(isUndefined).map(({ key }) => key);
  const namesUndefined = undefinedKeys.some((key) => reason?.startsWith(`label "${key}" `));
  return {
    nodeSide: normalForm(node),
    podSide: normalForm(pod),
    intersection: normalForm(both(node, pod, model)),
    compatible: reason === undefined,
    undefinedKeys,
    conflicts: byKey.filter((one) => !isUndefined(one)),
    reason: namesUndefined ? anUndefinedKey : sorted(reason),
  };
}

/** The parts of `key a, …; key b, …`, sorted by key. */
function sorted(reason: string | undefined): string {
  const keyOf = (part: string): string => part.slice("key ".length).split(",", 1)[0] ?? "";
  const parts = reason?.split(/; (?=key )/) ?? [];
  return parts.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)).join("; ");
}

function both(a: Requirements, b: Requirements, model: RequirementModel): Requirements {
  const joined = new Map(a);
  for (const [key, requirement] of b) {
    const known = joined.get(key);
    joined.set(key, known === undefined ? requirement : model.intersection(requirement, known));
  }
  return joined;
}

function normalForm(requirements: Requirements): NormalRequirement[] {
  return [...requirements.values()].sort(byKeyName).map(normalFormOf);
}

function byKeyName(a: Requirement, b: Requirement): number {
  return a.key < b.key ? -1 : 1;
}

function normalFormOf(r: Requirement): NormalRequirement {
  return {
    key: r.key,
    operator: normalOperator(r),
    complement: r.complement,
    values: [...r.values].sort(),
    ...(r.gte === undefined ? {} : { gte: String(r.gte) }),
    ...(r.lte === undefined ? {} : { lte: String(r.lte) }),
    ...(r.minValues === undefined ? {} : { minValues: r.minValues }),
    text: formatRequirement(r),
  };
}
