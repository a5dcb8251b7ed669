/**
 * How Karpenter may buy a node. At launch it prefers reserved to spot, and spot to on-demand; the
 * order in YAML does not matter. So a pool without a capacity type prefers spot to on-demand.
 */
export type CapacityType = "on-demand" | "spot" | "reserved";

export const capacityTypes: readonly CapacityType[] = ["on-demand", "spot", "reserved"];
