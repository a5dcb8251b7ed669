/** Compares which instance types satisfy requirements: our filter and Karpenter's. */

import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import { anywhere } from "../../scheduling/karpenter/questions";
import { launchableTypes, minValuesShortfalls } from "../../scheduling/launchable/launchable-types";
import {
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import type { Comparison } from "./comparison";
import { expectAnswer } from "./expect-answer";
import { filterCase } from "./filter-cases";
import { operators } from "../../scheduling/requirements/operators";

/** The functions of the model. A test replaces one by a wrong one. */
export interface FilterModel {
  readonly requirementsOf: typeof requirementsOf;
  readonly minValuesShortfalls: typeof minValuesShortfalls;
}

export const filterModel: FilterModel = { requirementsOf, minValuesShortfalls };

/** @returns a comparison of the names of the types that a pool may launch */
export function filterComparison(
  karpenter: Karpenter,
  model: FilterModel = filterModel,
): Comparison<readonly NodeSelectorRequirement[], readonly string[]> {
  return {
    area: "filter",
    cases: filterCase,
    branches: filterBranches,
    expectedBranches: filterBranchNames,
    karpenter: (cases) =>
      karpenter
        .filter(cases.map((requirements) => ({ requirements, offerings: anywhere })))
        .map((reply) => expectAnswer(reply).types),
    model: (written) => {
      const requirements = model.requirementsOf(written);
      const types = launchableTypes(requirements);
      // Karpenter's default policy on minValues is Strict.
      return model.minValuesShortfalls(requirements, types).length > 0
        ? []
        : types.map(({ name }) => name);
    },
    explained: [],
    revive: (json) => json as readonly NodeSelectorRequirement[],
  };
}

const filterBranchNames: readonly string[] = [
  ...operators,
  ...["minValues", "one requirement", "several", "key of the offering", "key of no type"],
  ...["nothing left", "few left", "many left"],
];

function* filterBranches(
  written: readonly NodeSelectorRequirement[],
  types: readonly string[],
): Iterable<string> {
  const met = new Set<string>(written.map(({ operator }) => operator));
  met.add(written.length === 1 ? "one requirement" : "several");
  for (const { key, minValues } of written) {
    if (minValues !== undefined) met.add("minValues");
    if (/zone|region|capacity|tenancy/.test(key)) met.add("key of the offering");
    if (key === "team") met.add("key of no type");
  }
  met.add(types.length === 0 ? "nothing left" : types.length < 50 ? "few left" : "many left");
  yield* met;
}
