import type { PlatformConfig } from "../config/schema";

type Network = Pick<PlatformConfig["network"], "zones" | "controlPlaneZones">;

/** Zones of the control plane: those of the first deployment, which are the zones of the nodes until the file says more. */
export function controlPlaneZones(network: Network): readonly string[] {
  return network.controlPlaneZones ?? network.zones;
}

/**
 * Zones of the system nodes: those of the control plane that the network still has. A managed node group is replaced
 * when its subnets change, so an added zone must not reach it. When fewer than two zones are left, the group moves to all
 * zones of the network.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html it takes no subnets
 */
export function systemNodeZones(network: Network): readonly string[] {
  const fixed = controlPlaneZones(network);
  const kept = network.zones.filter((zone) => fixed.includes(zone));
  return kept.length < 2 ? network.zones : kept;
}
