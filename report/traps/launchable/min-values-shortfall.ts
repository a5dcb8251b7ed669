import type { PoolTrap } from "../trap";

export const minValuesShortfall: PoolTrap<"launchable"> = {
  id: "min-values-shortfall",
  title: "minValues that the types do not meet",
  rank: 220,
  kind: "costly",
  fix: "Lower minValues, or admit more types.",
  at: ["spec", "template", "spec", "requirements"],
  textsFor: ({ launchable: { types, minValuesShortfalls } }) => {
    const [first] = minValuesShortfalls;
    if (types.length === 0 || first === undefined) return [];
    return [
      `Launches nothing while Karpenter's minValuesPolicy is Strict, its default: minValues asks for ${first.minValues} values of ${first.key}, and the types have ${first.offered}.`,
    ];
  },
};
