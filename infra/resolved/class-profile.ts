import {
  nodeClassProfiles,
  type NodeClassProfile,
  type RootVolume,
} from "../../components/node-pools/node-class-profiles";
import {
  shippedNodeClassOfSlot,
  type NodeClassSlotName,
} from "../../components/node-pools/pool-names";
import type { NodeClassOverrides } from "../config/sections/node-classes-section";

type Overrides = Pick<NodeClassOverrides, "from" | "instanceStore" | "volume">;

/**
 * The profile of a node class with the changes of the stack. An own class begins with the profile that its key `from` names.
 *
 * @throws Error for a class without a profile and without `from`, which the checks refuse
 */
export function classProfile(name: NodeClassSlotName, overrides: Overrides): NodeClassProfile {
  const base = shippedNodeClassOfSlot(name) ?? overrides.from;
  if (base === undefined) throw new Error(`node class ${name}: no profile and no key from`);
  const profile = nodeClassProfiles[base];
  return {
    ...profile,
    instanceStore: overrides.instanceStore ?? profile.instanceStore,
    rootVolume: volumeWith(profile.rootVolume, overrides.volume),
  };
}

/** The volume with the parts that the stack names. */
export function volumeWith(volume: RootVolume, changes: Overrides["volume"] = {}): RootVolume {
  return {
    sizeGiB: changes.sizeGiB ?? volume.sizeGiB,
    iops: changes.iops ?? volume.iops,
    throughputMiBps: changes.throughputMiBps ?? volume.throughputMiBps,
  };
}
