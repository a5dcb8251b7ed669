import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { normalizedLabelKey, wellKnownLabelKeys } from "../../../scheduling/requirements/labels";
import { formatTaint } from "../../../scheduling/taints/taints";
import { listed } from "../../../scheduling/values/wording";
import type { StackTrap } from "../trap";

/**
 * Tainted pools without a label of their own, beside other pools with the same taints. A toleration lets pods onto
 * nodes and does not send them there, so weight alone says which pool takes them.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export const noLabelToSelect: StackTrap<"pools"> = {
  id: "no-label-to-select",
  title: "Pools that no workload can ask for",
  rank: 210,
  kind: "costly",
  fix: "Give the pool a label of its own.",
  at: ["spec", "template", "metadata", "labels"],
  occurrencesIn: ({ pools }) =>
    pools.flatMap((pool) => {
      const taints = taintsText(pool);
      if (taints === "" || hasOwnLabel(pool)) return [];
      const others = pools.filter((other) => other !== pool && taintsText(other) === taints);
      if (others.length === 0) return [];
      const names = listed(others.map(({ name }) => name));
      return [
        {
          pool: pool.name,
          text: `Has no label of its own, so no workload can ask for it, alone or as part of a chain. Pods that tolerate ${taints} go there or to ${names}. Only weight decides which comes first, and it is ${pool.weight} here.`,
        },
      ];
    }),
};

function taintsText({ taints }: NodePool): string {
  return taints.map(formatTaint).sort().join(" and ");
}

/** Nodes get a label from a requirement too, if its key is none of the well-known ones. */
function hasOwnLabel({ labels, requirements }: NodePool): boolean {
  return [...Object.keys(labels), ...requirements.map(({ key }) => key)].some(
    (key) => !wellKnownLabelKeys.has(normalizedLabelKey(key)),
  );
}
