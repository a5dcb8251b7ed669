import type { PoolTrap } from "../trap";

export const limitInOtherResource: PoolTrap<"ceiling"> = {
  id: "limit-in-other-resource",
  title: "Accelerators without a limit of their own",
  rank: 200,
  kind: "costly",
  textsFor: ({ ceiling: { resource, deviceLimit, limits, most, replicas } }) => {
    const limited = Object.keys(limits);
    if (resource === undefined || deviceLimit !== undefined || replicas !== undefined) return [];
    if (limited.length === 0 || most?.devices === undefined) return [];
    return [
      `Has no limit in ${resource}: ${limited.join(" and ")} alone ${limited.length === 1 ? "lets" : "let"} it reach ${most.devices.toLocaleString("en-US")} on ${most.type}.`,
    ];
  },
};
