import fc from "fast-check";

import type { TaintedPool } from "../../components/shared/agent-tolerations.builder";
import { untoleratedTaints, type Taint, type Toleration } from "../../scheduling/taints/taints";

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

/** Pools with arbitrary taints. Many of the keys are ones that charts tolerate by default. */
export const taintedPools = fc.array(
  fc.record({
    name: fc.stringMatching(/^[a-z]{1,8}$/),
    taints: fc.array(taints, { maxLength: 4 }),
  }),
  { maxLength: 5 },
);

/** The taints of these pools that keep an agent with these tolerations off. */
export function untolerated(
  tolerations: readonly Toleration[],
  pools: readonly TaintedPool[],
): readonly Taint[] {
  return pools.flatMap(({ taints }) => untoleratedTaints(taints, tolerations));
}
