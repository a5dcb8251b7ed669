import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { controlPlaneZones } from "../resolved/cluster-zones";

/**
 * Zones in which EKS cannot place a control plane, by id. A new cluster has a network interface in each zone of its control
 * plane. EKS refuses such a zone only after the network has been created. Nodes may be there.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets
 */
const withoutControlPlane: readonly string[] = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * The faults of zones of a new cluster's control plane in which EKS has none.
 *
 * @param idOf the id of a zone; undefined when it is not known
 * @param pathOf where the stack file names the zone, or its id
 */
export function unfitControlPlaneZones(
  network: PlatformConfig["network"],
  idOf: (zone: string) => string | undefined,
  pathOf: (zone: string) => ConfigFault["path"],
): readonly ConfigFault[] {
  if (network.cidr === undefined) return [];
  const zones = controlPlaneZones(network).map((zone) => ({ zone, id: idOf(zone) ?? "" }));
  const unfit = zones.filter(({ id }) => withoutControlPlane.includes(id));
  const others = zones.flatMap(({ zone, id }) => (withoutControlPlane.includes(id) ? [] : [zone]));
  return unfit.map(({ zone, id }) => ({
    path: pathOf(zone),
    problem: `EKS cannot place a control plane in ${zone}`,
    got: rendered(id),
    expected: `a zone other than ${withoutControlPlane.join(", ")}`,
    fix:
      others.length < 2
        ? "choose another zone"
        : `set network.controlPlaneZones: [${others.join(", ")}]`,
  }));
}
