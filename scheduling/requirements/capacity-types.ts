/**
 * How Karpenter may buy a node. At launch it takes reserved before spot before on-demand, whatever
 * the order in YAML; a pool that names no capacity type therefore prefers spot.
 */
export type CapacityType = "on-demand" | "spot" | "reserved";

export const capacityTypes: readonly CapacityType[] = ["on-demand", "spot", "reserved"];
