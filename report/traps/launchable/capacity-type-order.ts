import { capacityTypeLabelKey } from "../../../scheduling/requirements/labels";
import type { PoolTrap } from "../trap";

export const capacityTypeOrder: PoolTrap<"nodePool" | "launchable"> = {
  id: "capacity-type-order",
  title: "The order of capacity types means nothing",
  rank: 360,
  kind: "good-to-know",
  fix: "Nothing, unless another order is wanted: then make two pools with weights.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ nodePool: { requirements }, launchable: { capacityTypes } }) => {
    if (capacityTypes.length < 2) return [];
    const written = requirements.find(
      ({ key, operator }) => key === capacityTypeLabelKey && operator === "In",
    )?.values;
    const order = `Karpenter takes ${capacityTypes.join(" before ")}, by what is available.`;
    return [
      written === undefined
        ? `Names no capacity type, so ${order}`
        : `The order in which capacity types are written means nothing: ${order}`,
    ];
  },
};
