import assert from "node:assert/strict";

import { type NodePool, readNodePool } from "../../scheduling/node-pool/node-pool";
import {
  businessHoursDisruption,
  type Manifest,
  seedNodePool,
  type SeedNodePoolName,
  withSpec,
} from "./seeds";

/** A pool with the CRD's defaults, but for what is given. */
export function poolWith(given: Partial<NodePool> = {}): NodePool {
  return {
    name: "pool",
    labels: {},
    nodeAnnotations: {},
    annotations: {},
    requirements: [],
    taints: [],
    startupTaints: [],
    limits: {},
    weight: 0,
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "0s",
    budgets: [{ nodes: "10%" }],
    expireAfter: "720h",
    nodeClass: "default",
    nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
    ...given,
  };
}

function seedPool(name: SeedNodePoolName, changes: Manifest = {}): NodePool {
  const { pool } = readNodePool(withSpec(seedNodePool(name), changes));
  assert.ok(pool, name);
  return pool;
}

/** Pools of the GPU guide, as the guide writes them. */
export const guide = {
  general: seedPool("gpu-general"),
  training: seedPool("gpu-training"),
  protectedTraining: seedPool("gpu-training-protected"),
  chain: seedPool("gpu-tier1-g5-spot"),
  businessHours: seedPool("gpu-general", { disruption: businessHoursDisruption() }),
} as const;
