import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

export const limitInOtherResource: PoolTrap<"ceiling"> = {
  id: "limit-in-other-resource",
  title: "Accelerators without a limit of their own",
  rank: 250,
  kind: "costly",
  textsFor: ({ ceiling: { resource, deviceLimit, limits, most, replicas } }) => {
    const limited = Object.keys(limits);
    if (resource === undefined || deviceLimit !== undefined || replicas !== undefined) return [];
    if (limited.length === 0 || most?.devices === undefined) return [];
    return [
      `No limit on ${resource}. The ${limited.length === 1 ? "limit" : "limits"} on ${limited.join(" and ")} alone ${limited.length === 1 ? "allows" : "allow"} ${most.devices.toLocaleString("en-US")} ${deviceNoun(resource)} with ${most.type}.`,
    ];
  },
};
