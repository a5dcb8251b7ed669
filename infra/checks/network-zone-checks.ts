import { defineCheck } from "./define-check";
import { zoneFault } from "./zone-fault";

export const zonesBelongToRegion = defineCheck(["region", "network"], ({ region, network }) => {
  const foreign = network.zones.flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : [
          zoneFault(
            ["network", "zones", index],
            "zone of another region",
            zone,
            `a zone of ${region}, such as ${region}a`,
          ),
        ],
  );
  const repeated = network.zones.flatMap((zone, index) =>
    network.zones.indexOf(zone) === index
      ? []
      : [zoneFault(["network", "zones", index], "zone named twice", zone, "each zone once")],
  );
  const unknown = Object.keys(network.zoneIds ?? {})
    .filter((zone) => !network.zones.includes(zone))
    .map((zone) =>
      zoneFault(
        ["network", "zoneIds", zone],
        "not a zone of the network",
        zone,
        network.zones.join(", "),
      ),
    );
  return [...foreign, ...repeated, ...unknown];
});
