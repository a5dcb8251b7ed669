/** Pools that no pod can ask for. */

import type { NodePool } from "../../scheduling/node-pool/node-pool";
import { normalizedLabelKey, wellKnownLabelKeys } from "../../scheduling/requirements/labels";
import { formatTaint } from "../../scheduling/taints/taints";
import type { Trap } from "./trap";
import { listed } from "../../scheduling/values/wording";

type LabelledPool = Pick<NodePool, "name" | "labels" | "requirements" | "taints" | "weight">;

/**
 * `no-label-to-select`: tainted pools without a label of their own, beside others of the same taints. A
 * toleration lets pods onto nodes and does not send them there, so weight alone says which pool takes them.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export function labelTraps(pools: readonly LabelledPool[]): readonly Trap[] {
  return pools.flatMap((pool) => {
    const taints = taintsOf(pool);
    if (taints === "" || ownLabelKeys(pool).length > 0) return [];
    const others = pools.filter((other) => other !== pool && taintsOf(other) === taints);
    if (others.length === 0) return [];
    const names = listed(others.map(({ name }) => name));
    return [
      {
        id: "no-label-to-select",
        pool: pool.name,
        text: `Has no label of its own by which a workload could ask for it, alone or as part of a chain: pods that tolerate ${taints} go there or to ${names}, and only weight, ${pool.weight} here, says where first.`,
      },
    ];
  });
}

function taintsOf({ taints }: LabelledPool): string {
  return taints.map(formatTaint).sort().join(" and ");
}

/** A requirement in a key of one's own puts a label on nodes too. */
function ownLabelKeys({ labels, requirements }: LabelledPool): readonly string[] {
  return [...Object.keys(labels), ...requirements.map(({ key }) => key)].filter(
    (key) => !wellKnownLabelKeys.has(normalizedLabelKey(key)),
  );
}
