/** Random taints, tolerations and requests with few keys and values, so that they often match. */

import fc from "fast-check";
import type { TolerationQuestion } from "../../scheduling/karpenter/questions";
import type { Taint, Toleration } from "../../scheduling/taints/taints";

export const effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
const taintKeys = ["nvidia.com/gpu", "workload"];
const values = fc.oneof(
  fc.constantFrom("true", "", "training"),
  { weight: 3, arbitrary: fc.constantFrom("-1", "0", "3", "5", "10") },
  fc.constantFrom("007", "+3", "9223372036854775807", "9223372036854775808"),
);

const taint: fc.Arbitrary<Taint> = fc
  .tuple(
    fc.constantFrom(...taintKeys),
    fc.option(values, { nil: undefined, freq: 5 }),
    fc.constantFrom(...effects),
  )
  .map(([key, value, effect]) => ({ key, ...(value === undefined ? {} : { value }), effect }));

const anyToleration: fc.Arbitrary<Toleration> = fc
  .tuple(
    fc.constantFrom(...taintKeys, "", undefined),
    fc.constantFrom("Equal", "Exists", "Gt", "Gt", "Lt", "Lt", undefined, "", "Foo"),
    fc.option(values, { nil: undefined, freq: 5 }),
    fc.constantFrom(...effects, "", undefined),
    fc.constantFrom(undefined, undefined, undefined, 0, 600),
  )
  .map(([key, operator, value, effect, tolerationSeconds]) => {
    const all = { key, operator, value, effect, tolerationSeconds };
    const given = Object.entries(all).filter(([, part]) => part !== undefined);
    return Object.fromEntries(given);
  });

/** About every sixth toleration is one that the API server would add. */
const toleration = fc.oneof(
  { weight: 9, arbitrary: anyToleration },
  {
    weight: 2,
    arbitrary: fc.constant<Toleration>({
      key: "nvidia.com/gpu",
      operator: "Exists",
      effect: "NoSchedule",
    }),
  },
);

/** Requests of pods. The API server adds tolerations for extended resources only. */
export const requestNames = {
  extended: ["nvidia.com/gpu", "aws.amazon.com/neuron", "vpc.amazonaws.com/efa"],
  native: ["cpu", "memory", "hugepages-2Mi", "kubernetes.io/batch-cpu", "requests.nvidia.com/gpu"],
  misnamed: ["nvidia.com/", "a/b/c", "nvidia.com/gpu "],
} as const;
const requests = fc.uniqueArray(fc.constantFrom(...Object.values(requestNames).flat()), {
  maxLength: 3,
});

export const taintCase: fc.Arbitrary<TolerationQuestion> = fc.record({
  taints: fc.array(taint, { minLength: 1, maxLength: 3 }),
  tolerations: fc.array(toleration, { maxLength: 3 }),
  requests,
});
