import type { ConfigFault } from "../config/config-fault";
import { defineCheck } from "./define-check";
import { zoneFault } from "./zone-fault";

export const zonesBelongToRegion = defineCheck(["region", "network"], ({ region, network }) => {
  const { zones, controlPlaneZones = [] } = network;
  const known = [...new Set([...zones, ...controlPlaneZones])];
  const unknown = Object.keys(network.zoneIds ?? {})
    .filter((zone) => !known.includes(zone))
    .map((zone) =>
      zoneFault(["network", "zoneIds", zone], "not a zone of the network", zone, known.join(", ")),
    );
  return [
    ...listFaults("zones", zones, region),
    ...listFaults("controlPlaneZones", controlPlaneZones, region),
    ...unknown,
  ];
});

function listFaults(
  key: "zones" | "controlPlaneZones",
  zones: readonly string[],
  region: string,
): readonly ConfigFault[] {
  const foreign = zones.flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : [
          zoneFault(
            ["network", key, index],
            "zone of another region",
            zone,
            `a zone of ${region}, such as ${region}a`,
          ),
        ],
  );
  const repeated = zones.flatMap((zone, index) =>
    zones.indexOf(zone) === index
      ? []
      : [zoneFault(["network", key, index], "zone named twice", zone, "each zone once")],
  );
  return [...foreign, ...repeated];
}
