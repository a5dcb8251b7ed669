import {
  nodeClassProfiles,
  systemVolume,
  type NodeClassProfile,
  type RootVolume,
} from "../../components/node-pools/node-class-profiles";
import {
  shippedNodeClassOfSlot,
  type NodeClassSlotName,
} from "../../components/node-pools/pool-names";
import type { InstanceType } from "../../scheduling/catalogue/instance-catalogue";
import { localNvmeLabelKey } from "../../scheduling/requirements/labels";
import type { NodeClassOverrides } from "../config/sections/node-classes-section";

type Overrides = Pick<NodeClassOverrides, "from" | "instanceStore" | "volume">;

/** The nodes of a class, as far as its volumes depend on them. */
export interface ClassNodes {
  readonly os: "al2023" | "bottlerocket" | "ubuntu";
  /** Every type that a tier of the class may launch. */
  readonly types: readonly InstanceType[];
}

/**
 * The profile of a node class with the changes of the stack. An own class begins with the profile that its key `from` names.
 *
 * @throws Error for a class without a profile and without `from`, which the checks refuse
 */
export function classProfile(
  name: NodeClassSlotName,
  overrides: Overrides,
  nodes: ClassNodes,
): NodeClassProfile {
  const base = shippedNodeClassOfSlot(name) ?? overrides.from;
  if (base === undefined) throw new Error(`node class ${name}: no profile and no key from`);
  const profile = nodeClassProfiles[base];
  const instanceStore = overrides.instanceStore ?? profile.instanceStore;
  const usual =
    instanceStore === "raid0" && instanceStoreHoldsData(nodes) ? systemVolume : profile.rootVolume;
  return { ...profile, instanceStore, rootVolume: volumeWith(usual, overrides.volume) };
}

/**
 * Whether every node of the class keeps its data on local disks. All nodes of a class have the same volume. So if one of the types
 * has no instance store, the volume has to be large enough for that type. Karpenter does not join local disks on Ubuntu.
 */
function instanceStoreHoldsData({ os, types }: ClassNodes): boolean {
  return (
    os !== "ubuntu" &&
    types.length > 0 &&
    types.every(({ labels }) => labels[localNvmeLabelKey] !== undefined)
  );
}

/** The volume with the parts that the stack names. */
function volumeWith(volume: RootVolume, changes: Overrides["volume"] = {}): RootVolume {
  return {
    sizeGiB: changes.sizeGiB ?? volume.sizeGiB,
    iops: changes.iops ?? volume.iops,
    throughputMiBps: changes.throughputMiBps ?? volume.throughputMiBps,
  };
}
