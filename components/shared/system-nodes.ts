import type { Toleration } from "../../scheduling/taints/taints";

/** Label of the managed node group that carries controllers. Karpenter never makes or removes these nodes. */
export const systemNodeSelector = { "node-group": "system" } as const;

/** What a pod needs to get past the `CriticalAddonsOnly=true:NoSchedule` taint of the system nodes. */
export const systemNodeToleration: Toleration = { key: "CriticalAddonsOnly", operator: "Exists" };
