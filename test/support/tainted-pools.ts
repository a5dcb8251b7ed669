import fc from "fast-check";

import type { Taint } from "../../scheduling/taints/taints";

const taints: fc.Arbitrary<Taint> = fc.record(
  {
    key: fc.oneof(
      fc.constantFrom("nvidia.com/gpu", "aws.amazon.com/neuron", "workload", "CriticalAddonsOnly"),
      fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/),
    ),
    value: fc.constantFrom("true", "training", "Unschedulable"),
    effect: fc.constantFrom("NoSchedule", "PreferNoSchedule", "NoExecute"),
  },
  { requiredKeys: ["key", "effect"] },
);

/** Pools with any taints, often with the keys that charts tolerate on their own. */
export const taintedPools = fc.array(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    taints: fc.array(taints, { maxLength: 4 }),
  }),
  { maxLength: 5 },
);
