import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";

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

/**
 * Zones in which EKS cannot place a control plane. A new cluster has a network interface in each of its zones. EKS refuses such
 * a zone only after the network has been created.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const withoutControlPlane: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];

export const zonesTakeAControlPlane = defineCheck(["network"], ({ network }) => {
  if (network.cidr === undefined) return [];
  return Object.entries(network.zoneIds ?? {})
    .filter(([, id]) => withoutControlPlane.includes(id))
    .map(([zone, id]) => ({
      path: ["network", "zoneIds", zone],
      problem: "EKS cannot place a control plane in this zone",
      got: rendered(id),
      expected: `a zone other than ${withoutControlPlane.join(", ")}`,
      fix: `take ${zone} out of network.zones and network.zoneIds`,
    }));
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
