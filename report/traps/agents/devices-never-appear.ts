import { parseDuration } from "../../../scheduling/values/duration";
import { listed } from "../../../scheduling/values/wording";
import { spanText } from "../../answers/disruption/span-text";
import type { StackTrap } from "../trap";

export const devicesNeverAppear: StackTrap<"pools" | "agentContracts"> = {
  id: "devices-never-appear",
  title: "Devices that never appear",
  rank: 40,
  kind: "costly",
  fix: "Run the device plugin on these nodes, or leave their types out of the pool.",
  at: ["spec", "template", "spec", "requirements"],
  occurrencesIn: ({ pools, agentContracts: { devices } }) =>
    devices
      .filter(({ typesWithout }) => typesWithout.length > 0)
      .map(({ pool, resource, types, typesWithout, reason }) => {
        const which =
          typesWithout.length === types
            ? "never appear"
            : `do not appear on ${listed(typesWithout)}`;
        const expireAfter = pools.find(({ name }) => name === pool)?.expireAfter ?? "Never";
        return {
          pool,
          text: `The ${resource} devices of ${pool} ${which}: ${reason}. A node launched for them never becomes initialised; Karpenter neither replaces nor removes it, and it costs its full price ${untilText(expireAfter)}.`,
        };
      }),
};

function untilText(expireAfter: string): string {
  const seconds = parseDuration(expireAfter);
  return seconds === undefined ? "for ever" : `until it expires after ${spanText(seconds / 3600)}`;
}
