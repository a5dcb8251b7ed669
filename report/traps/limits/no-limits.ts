import type { PoolTrap } from "../trap";

export const noLimits: PoolTrap<"ceiling"> = {
  id: "no-limits",
  title: "Pools without limits",
  rank: 70,
  kind: "costly",
  impliedBy: ["costs-without-end"],
  fix: "Set spec.limits.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { limits, replicas, types } }) =>
    replicas !== undefined || types.length === 0 || Object.keys(limits).length > 0
      ? []
      : ["Has no limits: it grows for as long as pods wait and EC2 delivers."],
};
