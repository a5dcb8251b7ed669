/** Random taints and tolerations over few keys and values, so that they meet. */

import fc from "fast-check";
import type { TolerationQuestion } from "../../../scheduling/karpenter/questions";
import type { Taint, Toleration } from "../../../scheduling/taints";

const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
const taintKeys = ["nvidia.com/gpu", "workload", "aws.amazon.com/neuron"];
const values = fc.constantFrom(
  "true",
  "",
  "training",
  "3",
  "5",
  "10",
  "-1",
  "007",
  "+3",
  "9223372036854775807",
  "9223372036854775808",
);

const taint: fc.Arbitrary<Taint> = fc
  .tuple(
    fc.constantFrom(...taintKeys),
    fc.option(values, { nil: undefined }),
    fc.constantFrom(...effects),
  )
  .map(([key, value, effect]) => ({ key, ...(value === undefined ? {} : { value }), effect }));

const toleration: fc.Arbitrary<Toleration> = fc
  .tuple(
    fc.constantFrom(...taintKeys, "", undefined),
    fc.constantFrom("Equal", "Exists", "Gt", "Lt", undefined, "", "Foo"),
    fc.option(values, { nil: undefined }),
    fc.constantFrom(...effects, undefined),
    fc.constantFrom(undefined, undefined, undefined, 0, 600),
  )
  .map(([key, operator, value, effect, tolerationSeconds]) => {
    const all = { key, operator, value, effect, tolerationSeconds };
    const given = Object.entries(all).filter(([, part]) => part !== undefined);
    return Object.fromEntries(given);
  });

export const taintCase: fc.Arbitrary<TolerationQuestion> = fc.record({
  taints: fc.array(taint, { minLength: 1, maxLength: 3 }),
  tolerations: fc.array(toleration, { maxLength: 3 }),
});

/** The branches that a case meets, to count them. */
export function taintBranches({ taints, tolerations }: TolerationQuestion): string[] {
  const branches = taints.map(({ effect }) => `taint ${effect}`);
  for (const { operator, key, effect } of tolerations) {
    branches.push(`operator ${operator ?? "absent"}`);
    if (!key) branches.push("every key");
    if (!effect) branches.push("every effect");
  }
  if (tolerations.length === 0) branches.push("no toleration");
  return [...new Set(branches)];
}
