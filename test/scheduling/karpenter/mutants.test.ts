/** The comparison with Karpenter detects every model that is wrong in one place, within a few cases. */

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, before, beforeEach, describe, it } from "mocha";
import { parseSchedule } from "../../../scheduling/budgets/cron";
import { allowedDisruptions } from "../../../scheduling/budgets/disruption-budgets";
import type { Budget } from "../../../scheduling/budgets/budget";
import type { Operator } from "../../../scheduling/requirements/operators";
import { loadKarpenter, type Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { RequirementsQuestion } from "../../../scheduling/karpenter/questions";
import type {
  NodeSelectorRequirement,
  Requirement,
  Requirements,
} from "../../../scheduling/requirements/requirements";
import { tolerates, type Taint, type Toleration } from "../../../scheduling/taints/taints";
import type { BudgetCase } from "../../../dev/oracle/budget-cases";
import { budgetComparison, type BudgetModel } from "../../../dev/oracle/budget-comparison";
import { compare, verdictsOn } from "../../../dev/oracle/compare";
import type { Comparison } from "../../../dev/oracle/comparison";
import { keptCasesIn } from "../../../dev/oracle/kept-cases";
import { filterComparison, filterModel } from "../../../dev/oracle/filter-comparison";
import { operators } from "../../../scheduling/requirements/operators";
import {
  requirementComparison,
  requirementModel,
  type RequirementModel,
} from "../../../dev/oracle/requirement-comparison";
import { taintComparison, taintModel, type TaintModel } from "../../../dev/oracle/taint-comparison";
import { differentialSeed as seed } from "./differential-size";

describe("a case on which a model and Karpenter differ", function () {
  this.timeout(60_000);

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "oracle-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is reduced and stored, and the next run begins with it", async () => {
    const karpenter = await loadKarpenter();
    const wrong = { ...requirementModel, requirementsOf: reading("Gt", "Gte") };
    const options = { count: 500, seed, kept: keptCasesIn(folder) };
    const found = compare(requirementComparison(karpenter, wrong), options).disagreement;
    const { nodeSide, podSide } = found?.case as RequirementsQuestion;
    const written = [...(nodeSide.requirements ?? []), ...(podSide.requirements ?? [])];
    assert.deepEqual(
      written.map(({ operator }) => operator),
      ["Gt"],
    );
    assert.deepEqual(keptCasesIn(folder).of("requirements"), [
      { file: found?.file, json: found?.case },
    ]);

    const again = compare(requirementComparison(karpenter, wrong), { ...options, seed: 1 });
    assert.deepEqual(again.disagreement, found);
    assert.equal(again.cases, 0);
    const corrected = compare(requirementComparison(karpenter), { ...options, seed: 1 });
    assert.deepEqual(
      [corrected.disagreement, corrected.replayed, corrected.cases],
      [undefined, 1, 500],
    );
  });

  it("is read back with its moment as a date", async () => {
    const karpenter = await loadKarpenter();
    const late: BudgetModel = (budgets, reason, nodeCount, at) =>
      allowedDisruptions(budgets, reason, nodeCount, new Date(at.getTime() - 3_600_000));
    const options = { count: 500, seed, kept: keptCasesIn(folder) };
    const found = compare(budgetComparison(karpenter, late), options).disagreement;
    assert.ok((found?.case as BudgetCase).at instanceof Date);
    const again = compare(budgetComparison(karpenter, late), { ...options, seed: 1 });
    assert.deepEqual(again.disagreement, found);
  });
});

describe("the comparison with Karpenter detects a model that", function () {
  this.timeout(60_000);

  let karpenter: Karpenter;
  before(async () => {
    karpenter = await loadKarpenter();
  });

  describe("of requirements", () => {
    let finds: (model: RequirementModel) => boolean;
    before(() => {
      finds = finderFor((model) => requirementComparison(karpenter, model), requirementModel, 500);
    });
    const finding = (name: string, wrong: Partial<RequirementModel>): void => {
      it(name, () => assert.ok(finds({ ...requirementModel, ...wrong })));
    };
    for (const [from, to] of pairsOf(operators)) {
      finding(`reads ${from} as ${to}`, { requirementsOf: reading(from, to) });
    }
    finding("has lower bounds off by one", {
      requirementsOf: adjusting((r) => (r.gte === undefined ? r : { ...r, gte: r.gte + 1n })),
    });
    finding("has upper bounds off by one", {
      requirementsOf: adjusting((r) => (r.lte === undefined ? r : { ...r, lte: r.lte - 1n })),
    });
    finding("forgets minValues", {
      requirementsOf: adjusting(({ minValues: _, ...rest }) => rest),
    });
    finding("ignores labels", {
      requirementsOf: (written) => requirementModel.requirementsOf(written),
    });
    finding("takes the first of two requirements on a key", {
      requirementsOf: (written, labels) =>
        requirementModel.requirementsOf(
          written.filter(({ key }, at) => at === written.findIndex((one) => one.key === key)),
          labels,
        ),
    });
    finding("uses one side as the intersection", { intersection: (a) => a });
    finding("treats a new node as an existing one", {
      compatible: (node, pod, { allowUndefinedWellKnown }) =>
        requirementModel.compatible(node, pod, {
          allowUndefinedWellKnown: !allowUndefinedWellKnown,
        }),
    });
    finding("accepts undefined keys", {
      compatible: (node, pod, options) =>
        requirementModel.compatible(node, definedIn(pod, node), options),
    });
    finding("finds everything compatible", { compatible: () => undefined });
  });

  describe("of budgets", () => {
    let finds: (model: BudgetModel) => boolean;
    before(() => {
      finds = finderFor((model) => budgetComparison(karpenter, model), allowedDisruptions, 2500);
    });
    const finding = (name: string, wrong: BudgetModel): void => {
      it(name, () => assert.ok(finds(wrong)));
    };
    const rewriting = (name: string, rewrite: (budget: Budget) => Budget): void =>
      finding(name, (budgets, ...rest) => allowedDisruptions(budgets?.map(rewrite), ...rest));
    const dropping = (name: string, isDropped: (budget: Budget) => boolean): void =>
      finding(name, (budgets, ...rest) =>
        allowedDisruptions(
          budgets?.filter((one) => !isDropped(one)),
          ...rest,
        ),
      );
    const scheduling = (name: string, rewrite: (schedule: string) => string): void =>
      rewriting(name, (one) => (one.schedule ? { ...one, schedule: rewrite(one.schedule) } : one));

    rewriting("reads a share as a count", (one) => ({ ...one, nodes: one.nodes.replace("%", "") }));
    rewriting("reads a count as a share", (one) =>
      /^\d{1,2}$/.test(one.nodes) ? { ...one, nodes: `${one.nodes}%` } : one,
    );
    finding("rounds shares down", (budgets, reason, nodeCount, at) =>
      allowedDisruptions(
        budgets?.map((one) =>
          one.nodes.endsWith("%")
            ? { ...one, nodes: String(Math.floor((parseInt(one.nodes) * nodeCount) / 100)) }
            : one,
        ),
        reason,
        nodeCount,
        at,
      ),
    );
    rewriting("does not wrap counts at 32 bits", (one) =>
      Number(one.nodes) > 2 ** 31 ? { ...one, nodes: "2147483647" } : one,
    );
    rewriting("passes reasons over", ({ reasons: _, ...rest }) => rest);
    rewriting("takes an empty list of reasons for all", (one) =>
      one.reasons?.length === 0 ? { nodes: one.nodes, ...timingOf(one) } : one,
    );
    dropping("passes over budgets with reasons", ({ reasons }) => reasons !== undefined);
    for (const [from, to] of pairsOf(["Empty", "Drifted", "Underutilized"] as const)) {
      finding(`takes ${from} for ${to}`, (budgets, reason, ...rest) =>
        allowedDisruptions(budgets, reason === from ? to : reason, ...rest),
      );
    }
    finding("takes the greatest of the budgets", (budgets, ...rest) =>
      budgets === undefined || budgets.length === 0
        ? allowedDisruptions(budgets, ...rest)
        : Math.max(...budgets.map((one) => allowedDisruptions([one], ...rest))),
    );
    finding("takes the first of the budgets", (budgets, ...rest) =>
      allowedDisruptions(budgets?.slice(0, 1), ...rest),
    );
    finding("takes no budgets for no limit", (budgets, ...rest) =>
      allowedDisruptions(budgets ?? [], ...rest),
    );
    finding("takes an empty list for no budgets", (budgets, ...rest) =>
      allowedDisruptions(budgets?.length === 0 ? undefined : budgets, ...rest),
    );
    for (const [name, shift] of [
      ["closes windows a millisecond late", -1],
      ["opens windows a millisecond early", 1],
      ["is a second late", -1000],
      ["takes the schedule for Tokyo's time", 9 * 3_600_000],
    ] as const) {
      finding(name, (budgets, reason, nodeCount, at) =>
        allowedDisruptions(budgets, reason, nodeCount, new Date(at.getTime() + shift)),
      );
    }
    rewriting("reads hours as minutes", (one) =>
      one.duration ? { ...one, duration: one.duration.replace(/h(\d+m)?/, "m") } : one,
    );
    rewriting("forgets the minutes after the hours", (one) =>
      one.duration ? { ...one, duration: one.duration.replace(/h\d+m/, "h") } : one,
    );
    rewriting(
      "takes every budget for always active",
      ({ schedule: _, duration: __, ...rest }) => rest,
    );
    dropping("never opens a window", ({ schedule }) => schedule !== undefined);
    dropping("passes over what cannot be read", ({ schedule }) => !isReadable(schedule));
    dropping("takes a date that never comes for never", ({ schedule }) =>
      /^0 0 3[01] [24] /.test(schedule ?? ""),
    );
    scheduling("passes steps over", (text) => text.replaceAll(/\/\d+/g, ""));
    scheduling("takes the start of a range for all of it", (text) =>
      text.replaceAll(/(\d)-\d+/g, "$1"),
    );
    scheduling("takes the first of a list for all of it", (text) =>
      text.replaceAll(/,[^ \t]*/g, ""),
    );
    scheduling("takes a time zone", (text) => text.replace(/^\S*TZ=\S+ /, ""));
    scheduling("has Monday for Sunday", (text) => text.replace(/\b0$/, "1"));
    scheduling("passes the weekday over", (text) => text.replace(/[^ \t]+$/, "*"));
    for (const descriptor of [
      "hourly",
      "daily",
      "midnight",
      "weekly",
      "monthly",
      "yearly",
      "annually",
    ]) {
      const other = descriptor === "hourly" ? "@daily" : "@hourly";
      scheduling(`reads @${descriptor} as ${other}`, (text) =>
        text === `@${descriptor}` ? other : text,
      );
    }
  });

  describe("of taints", () => {
    let finds: (model: TaintModel) => boolean;
    before(() => {
      finds = finderFor((model) => taintComparison(karpenter, model), taintModel, 1000);
    });
    const finding = (name: string, wrong: Partial<TaintModel>): void => {
      it(name, () => assert.ok(finds({ ...taintModel, ...wrong })));
    };
    const written = ["Equal", "Exists", "Gt", "Lt"] as const;
    for (const [from, to] of pairsOf([...written, undefined])) {
      // No operator means Equal.
      if (`${from} ${to}` === "Equal undefined" || `${from} ${to}` === "undefined Equal") continue;
      finding(`reads ${from ?? "no operator"} as ${to ?? "none"}`, {
        tolerates: (toleration, taint) =>
          tolerates(
            toleration.operator === from ? withOperator(toleration, to) : toleration,
            taint,
          ),
      });
    }
    const rewriting = (
      name: string,
      rewrite: (toleration: Toleration, taint: Taint) => Toleration,
    ): void =>
      finding(name, {
        tolerates: (toleration, taint) => tolerates(rewrite(toleration, taint), taint),
      });
    rewriting("passes effects over", ({ effect: _, ...rest }) => rest);
    rewriting("passes keys over", ({ key: _, ...rest }) => rest);
    rewriting("passes values over", (toleration, { value }) =>
      toleration.operator === "Equal" ? { ...toleration, value: value ?? "" } : toleration,
    );
    rewriting("takes an unknown operator for Equal", (toleration) =>
      written.some((known) => known === toleration.operator)
        ? toleration
        : withOperator(toleration, "Equal"),
    );
    rewriting("takes numbers with zeros", (toleration) =>
      toleration.value === "007" ? { ...toleration, value: "7" } : toleration,
    );
    finding("lets PreferNoSchedule pass", {
      tolerates: (toleration, taint) =>
        taint.effect === "PreferNoSchedule" || tolerates(toleration, taint),
    });
    finding("wants a key", {
      tolerates: (toleration, taint) => Boolean(toleration.key) && tolerates(toleration, taint),
    });
    finding("wants an effect", {
      tolerates: (toleration, taint) => Boolean(toleration.effect) && tolerates(toleration, taint),
    });
    finding("compares inclusively", {
      tolerates: (toleration, taint) =>
        tolerates(toleration, taint) ||
        (/^[GL]t$/.test(toleration.operator ?? "") &&
          tolerates(withOperator(toleration, "Equal"), taint)),
    });
    finding("does not know what the API server adds", { extendedResourceTolerations: () => [] });
    finding("adds what the pod has", {
      extendedResourceTolerations: (requests) =>
        taintModel.extendedResourceTolerations(requests, []),
    });
  });

  describe("of the instance filter", () => {
    let finds: (model: typeof filterModel) => boolean;
    before(() => {
      finds = finderFor((model) => filterComparison(karpenter, model), filterModel, 200);
    });
    for (const [from, to] of operators.map((one, at) => [one, following(operators, at)] as const)) {
      it(`reads ${from} as ${to}`, () =>
        assert.ok(finds({ ...filterModel, requirementsOf: reading(from, to) })));
    }
    it("ignores minValues", () =>
      assert.ok(finds({ ...filterModel, minValuesShortfalls: () => [] })));
  });
});

/** Asks Karpenter once, and compares every wrong model with it on the same cases. */
function finderFor<Model, Case, Answer>(
  comparisonOf: (model: Model) => Comparison<Case, Answer>,
  right: Model,
  count: number,
): (wrong: Model) => boolean {
  const cases = fc.sample(comparisonOf(right).cases, { numRuns: count, seed });
  const answers = comparisonOf(right).karpenter(cases);
  const finds = (model: Model): boolean =>
    verdictsOn({ ...comparisonOf(model), karpenter: () => answers }, cases).some(
      ({ isFailure }) => isFailure,
    );
  assert.equal(finds(right), false, "the right model disagrees");
  return finds;
}

function pairsOf<T>(values: readonly T[]): (readonly [T, T])[] {
  return values.flatMap((from) =>
    values.filter((to) => to !== from).map((to) => [from, to] as const),
  );
}

function following<T>(values: readonly T[], at: number): T {
  const next = values[(at + 1) % values.length];
  assert.ok(next !== undefined);
  return next;
}

function reading(from: Operator, to: Operator): RequirementModel["requirementsOf"] {
  const swap = (one: NodeSelectorRequirement): NodeSelectorRequirement =>
    one.operator === from ? { ...one, operator: to } : one;
  return (written, labels) => requirementModel.requirementsOf(written.map(swap), labels);
}

function adjusting(adjust: (one: Requirement) => Requirement): RequirementModel["requirementsOf"] {
  return (written, labels) =>
    new Map(
      [...requirementModel.requirementsOf(written, labels)].map(([key, r]) => [key, adjust(r)]),
    );
}

function definedIn(pod: Requirements, node: Requirements): Requirements {
  return new Map([...pod].filter(([key]) => node.has(key)));
}

function timingOf({ schedule, duration }: Budget): Partial<Budget> {
  return schedule === undefined || duration === undefined ? {} : { schedule, duration };
}

function isReadable(schedule: string | undefined): boolean {
  return schedule === undefined || "schedule" in parseSchedule(schedule);
}

function withOperator(
  { operator: _, ...rest }: Toleration,
  operator: Toleration["operator"],
): Toleration {
  return operator === undefined ? rest : { ...rest, operator };
}
