/** Compares which taints are tolerated, also by tolerations that the API server adds: our model and Kubernetes, as Karpenter calls it. */

import { extendedResourceTolerations } from "../../scheduling/taints/extended-resource-toleration";
import type { Karpenter } from "../../scheduling/karpenter/karpenter";
import type { TolerationQuestion } from "../../scheduling/karpenter/questions";
import { tolerates, type Taint, type Toleration } from "../../scheduling/taints/taints";
import type { Comparison } from "./comparison";
import { expectAnswer } from "./expect-answer";
import { effects, requestNames, taintCase } from "./taint-cases";

/** The functions of the model. A test replaces one by a wrong one. */
export interface TaintModel {
  readonly tolerates: typeof tolerates;
  readonly extendedResourceTolerations: typeof extendedResourceTolerations;
}

export const taintModel: TaintModel = { tolerates, extendedResourceTolerations };

export interface ComparedTolerations {
  /** Indexes of the taints that no toleration matches. */
  readonly untolerated: readonly number[];
  readonly addedByApiServer: readonly Toleration[];
}

export function taintComparison(
  karpenter: Karpenter,
  model: TaintModel = taintModel,
): Comparison<TolerationQuestion, ComparedTolerations> {
  return {
    area: "taints",
    cases: taintCase,
    branches: taintBranches,
    expectedBranches: taintBranchNames,
    karpenter: (cases) =>
      karpenter.tolerates(cases).map((reply) => {
        const { tolerates: all, untolerated, addedByApiServer } = expectAnswer(reply);
        if (all !== (untolerated.length === 0)) throw new Error("Karpenter contradicts itself");
        return { untolerated, addedByApiServer };
      }),
    model: ({ taints, tolerations, requests = [] }) => {
      const addedByApiServer = model.extendedResourceTolerations(requests, tolerations);
      const all = [...tolerations, ...addedByApiServer];
      const untolerated = taints.flatMap((taint, index) =>
        all.some((toleration) => model.tolerates(toleration, taint)) ? [] : [index],
      );
      return { untolerated, addedByApiServer };
    },
    explained: [],
    revive: (json) => json as TolerationQuestion,
  };
}

const operatorNames = ["Equal", "Exists", "Gt", "Lt", "absent", "empty", "Foo"];
const comparisons = ["Gt", "Lt"];

const taintBranchNames: readonly string[] = [
  ...effects.map((effect) => `taint ${effect}`),
  ...operatorNames.map((name) => `operator ${name}`),
  ...["no toleration", "several tolerations", "seconds"],
  ...["every key: empty", "every key: absent", "another key", "the key"],
  ...["every effect: empty", "every effect: absent", "another effect", "the effect"],
  ...["Equal: the value", "Equal: another value", "Equal: no value on either side"],
  ...comparisons.flatMap((operator) =>
    ["holds", "does not hold", "toleration is no number", "taint is no number", "64 bits"].map(
      (end) => `${operator}: ${end}`,
    ),
  ),
  ...["every taint tolerated", "a taint not tolerated"],
  ...Object.keys(requestNames).map((kind) => `requests: ${kind}`),
  ...["requests: one is added", "requests: the pod has it already"],
];

function* taintBranches(
  { taints, tolerations, requests = [] }: TolerationQuestion,
  { untolerated, addedByApiServer }: ComparedTolerations,
): Iterable<string> {
  const met = new Set<string>(taints.map(({ effect }) => `taint ${effect}`));
  for (const toleration of tolerations) {
    met.add(
      `operator ${toleration.operator === undefined ? "absent" : toleration.operator || "empty"}`,
    );
    if (toleration.tolerationSeconds !== undefined) met.add("seconds");
    for (const taint of taints) pairBranches(taint, toleration, met);
  }
  if (tolerations.length === 0) met.add("no toleration");
  if (tolerations.length > 1) met.add("several tolerations");
  met.add(untolerated.length === 0 ? "every taint tolerated" : "a taint not tolerated");
  for (const [kind, names] of Object.entries<readonly string[]>(requestNames)) {
    if (requests.some((name) => names.includes(name))) met.add(`requests: ${kind}`);
  }
  if (addedByApiServer.length > 0) met.add("requests: one is added");
  const extended = requests.filter((name) =>
    (requestNames.extended as readonly string[]).includes(name),
  );
  if (addedByApiServer.length < extended.length) met.add("requests: the pod has it already");
  yield* met;
}

/** In the order of the checks in `ToleratesTaint`. */
function pairBranches(taint: Taint, toleration: Toleration, met: Set<string>): void {
  met.add(partBranch("effect", taint.effect, toleration.effect));
  if (toleration.effect && toleration.effect !== taint.effect) return;
  met.add(partBranch("key", taint.key, toleration.key));
  if (toleration.key && toleration.key !== taint.key) return;
  const [tainted, tolerated] = [taint.value ?? "", toleration.value ?? ""];
  const operator: string = toleration.operator ?? "";
  if (operator === "" || operator === "Equal") {
    const end = tainted === "" && tolerated === "" ? "no value on either side" : "the value";
    met.add(`Equal: ${tainted === tolerated ? end : "another value"}`);
  }
  if (!comparisons.includes(operator)) return;
  const isNumber = (text: string): boolean => /^(0|-?[1-9][0-9]*)$/.test(text);
  if (!isNumber(tolerated)) met.add(`${operator}: toleration is no number`);
  else if (!isNumber(tainted)) met.add(`${operator}: taint is no number`);
  else if (tainted.length > 17 || tolerated.length > 17) met.add(`${operator}: 64 bits`);
  else {
    const [above, below] = operator === "Gt" ? [tainted, tolerated] : [tolerated, tainted];
    met.add(`${operator}: ${Number(above) > Number(below) ? "holds" : "does not hold"}`);
  }
}

function partBranch(
  part: "key" | "effect",
  tainted: string,
  tolerated: string | undefined,
): string {
  if (!tolerated) return `every ${part}: ${tolerated === undefined ? "absent" : "empty"}`;
  return tolerated === tainted ? `the ${part}` : `another ${part}`;
}
