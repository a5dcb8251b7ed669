import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";
import { unfitControlPlaneZones } from "./zones-without-control-plane";

/**
 * A zone id begins with the short form of its region and belongs to one zone.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
export const zoneIdsBelongToRegion = defineCheck(["region", "network"], ({ region, network }) => {
  const prefix = zoneIdPrefix(region);
  const ids = Object.entries(network.zoneIds ?? {});
  return ids.flatMap(([zone, id], index) => {
    const [twin] = ids.slice(0, index).find(([, other]) => other === id) ?? [];
    const foreign = !id.startsWith(`${prefix}-az`);
    if (!foreign && twin === undefined) return [];
    return [
      {
        path: ["network", "zoneIds", zone],
        problem: foreign ? "zone id of another region" : `also the id of ${twin}`,
        got: rendered(id),
        expected: foreign ? `an id of ${region}, such as ${prefix}-az1` : "an id for each zone",
        fix: "read them with aws ec2 describe-availability-zones",
      },
    ];
  });
});

/** Where the stack file has no ids, the program reads those of the account: `infra/platform/account-zones.ts`. */
export const zonesTakeAControlPlane = defineCheck(["network"], ({ network }) => {
  const { zoneIds = {} } = network;
  return unfitControlPlaneZones(
    network,
    (zone) => zoneIds[zone],
    (zone) => ["network", "zoneIds", zone],
  );
});

/** `use1` for us-east-1, `apne1` for ap-northeast-1, `usgw1` for us-gov-west-1. */
function zoneIdPrefix(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const directions = rest.map((word) =>
    (word.match(/north|south|east|west|central|gov/g) ?? []).map((part) => part[0]).join(""),
  );
  return `${area}${directions.join("")}${number}`;
}
