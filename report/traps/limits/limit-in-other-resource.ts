import { deviceNoun } from "../../answers/limits/device-noun";
import type { PoolTrap } from "../trap";

export const limitInOtherResource: PoolTrap<"ceiling"> = {
  id: "limit-in-other-resource",
  title: "Accelerators without a limit of their own",
  rank: 250,
  kind: "costly",
  impliedBy: ["keys-without-effect"],
  fix: "Limit the devices themselves.",
  at: ["spec", "limits"],
  textsFor: ({ ceiling: { resource, deviceLimit, limits, most, fewest, replicas } }) => {
    const limited = Object.keys(limits);
    if (resource === undefined || deviceLimit !== undefined || replicas !== undefined) return [];
    if (limited.length === 0 || most?.devices === undefined) return [];
    // With every type the limit ends at the same number of devices, so it is as exact as one on devices.
    if (most.devices === fewest?.devices) return [];
    return [
      `No limit on ${resource}. The ${limited.length === 1 ? "limit" : "limits"} on ${limited.join(" and ")} alone ${limited.length === 1 ? "allows" : "allow"} ${most.devices.toLocaleString("en-US")} ${deviceNoun(resource)} with ${most.type}.`,
    ];
  },
};
