/** The TypeScript model and the embedded Karpenter, brought to one form of answer. */

import assert from "node:assert/strict";
import { allowedDisruptions } from "../../../scheduling/disruption-budgets";
import {
  anywhere,
  type NormalRequirement,
  type Reply,
  type RequirementsQuestion,
} from "../../../scheduling/karpenter/questions";
import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import { launchableTypes } from "../../../scheduling/launchable";
import {
  compatible,
  formatRequirement,
  intersection,
  normalOperator,
  requirementsOf,
  type NodeSelectorRequirement,
  type Requirement,
  type Requirements,
} from "../../../scheduling/requirements";
import { untoleratedTaints, type Taint } from "../../../scheduling/taints";
import type { Comparison } from "./agreement";
import { budgetBranches, budgetCase, type BudgetCase } from "./budget-cases";
import { filterCase } from "./filter-cases";
import { requirementBranches, requirementCase } from "./requirement-cases";
import { taintBranches, taintCase } from "./taint-cases";
import type { TolerationQuestion } from "../../../scheduling/karpenter/questions";

/** The model's functions, so that a test can put a wrong one in. */
export interface Model {
  readonly requirementsOf: typeof requirementsOf;
  readonly intersection: typeof intersection;
  readonly compatible: typeof compatible;
}

export const ourModel: Model = { requirementsOf, intersection, compatible };

export function requirementComparison(
  karpenter: Karpenter,
  model: Model = ourModel,
): Comparison<RequirementsQuestion> {
  return {
    cases: requirementCase,
    branches: requirementBranches,
    karpenter: (cases) =>
      karpenter.requirements(cases).map((reply) => {
        const { compatible: isCompatible, undefinedKeys, conflicts, ...sets } = answerOf(reply);
        // Karpenter names one undefined key, whichever its map yields first, and stops there.
        const isUndefined = undefinedKeys.length > 0;
        const texts = conflicts.map(({ text }) => text).sort();
        return { ...sets, isCompatible, isUndefined, conflicts: isUndefined ? [] : texts };
      }),
    model: ({ nodeSide, podSide, allowUndefinedWellKnown }) => {
      const node = model.requirementsOf(nodeSide.requirements ?? [], nodeSide.labels);
      const pod = model.requirementsOf(podSide.requirements ?? [], podSide.labels);
      const reason = model.compatible(node, pod, { allowUndefinedWellKnown });
      const isUndefined = reason?.startsWith("label ") ?? false;
      return {
        nodeSide: normalForm(node),
        podSide: normalForm(pod),
        intersection: normalForm(both(node, pod, model)),
        isCompatible: reason === undefined,
        isUndefined,
        conflicts: reason === undefined || isUndefined ? [] : conflictsIn(reason),
      };
    },
  };
}

export function budgetComparison(karpenter: Karpenter): Comparison<BudgetCase> {
  return {
    cases: budgetCase,
    branches: budgetBranches,
    karpenter: (cases) =>
      karpenter
        .allowedDisruptions(
          cases.map(({ budgets, reason, nodeCount, at }) => ({
            ...(budgets === undefined ? {} : { budgets }),
            reasons: [reason],
            nodeCount,
            from: at,
          })),
        )
        .map((reply, index) => {
          const [run] = answerOf(reply).byReason[cases[index]?.reason ?? ""] ?? [];
          assert.ok(run !== undefined);
          return run.allowed ?? Infinity;
        }),
    model: ({ budgets, reason, nodeCount, at }) => {
      const allowed = allowedDisruptions(budgets, reason, nodeCount, at);
      // Karpenter's "no limit" is this number, so it cannot tell a budget of as much from none.
      return allowed === 2 ** 31 - 1 ? Infinity : allowed;
    },
  };
}

export function taintComparison(karpenter: Karpenter): Comparison<TolerationQuestion> {
  return {
    cases: taintCase,
    branches: taintBranches,
    karpenter: (cases) =>
      karpenter.tolerates(cases).map((reply, index) => {
        const { tolerates, untolerated } = answerOf(reply);
        assert.equal(tolerates, untolerated.length === 0);
        return untolerated.map((at): Taint | undefined => cases[index]?.taints[at]);
      }),
    model: ({ taints, tolerations }) => untoleratedTaints(taints, tolerations),
  };
}

export function filterComparison(
  karpenter: Karpenter,
): Comparison<readonly NodeSelectorRequirement[]> {
  return {
    cases: filterCase,
    karpenter: (cases) =>
      karpenter
        .filter(cases.map((requirements) => ({ requirements, offerings: anywhere })))
        .map((reply) => answerOf(reply).types),
    model: (requirements) => launchableTypes(requirementsOf(requirements)).map(({ name }) => name),
  };
}

function answerOf<T>({ answer, findings }: Reply<T>): T {
  assert.deepEqual(findings, []);
  assert.ok(answer !== undefined);
  return answer;
}

function both(a: Requirements, b: Requirements, model: Model): Requirements {
  const joined = new Map(a);
  for (const [key, requirement] of b) {
    const known = joined.get(key);
    joined.set(key, known === undefined ? requirement : model.intersection(requirement, known));
  }
  return joined;
}

function normalForm(requirements: Requirements): NormalRequirement[] {
  return [...requirements.values()].map(normalFormOf).sort((a, b) => (a.key < b.key ? -1 : 1));
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

/** `key a, …; key b, …` as its parts, ordered. */
function conflictsIn(reason: string): string[] {
  return reason.split(/; (?=key )/).sort();
}
