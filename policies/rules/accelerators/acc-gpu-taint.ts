import { gpuCountLabelKey } from "../../../scheduling/requirements/labels";
import { gpuTaintKey } from "../../../scheduling/taints/taints";
import { acceleratorTaintFindings } from "../../support/accelerator-taint";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  taintsPath,
} from "../../support/node-pool";
import type { ResourceRule } from "../../support/rule";

export const accGpuTaint: ResourceRule<object> = {
  id: "acc-gpu-taint",
  title: "Pools that can launch NVIDIA instances carry the GPU taint.",
  why: "Without the taint any pod may land on a GPU node, keeps it from being removed, and leaves no room for the pods that need the GPU.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, requirementsPath, labelsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "What a pool can launch is computed from its requirements and the labels of its nodes against the instance type catalogue. A pool without requirements can launch everything.",
    "Types with a fraction of a GPU (g6f, gr6f) count, although they advertise no `nvidia.com/gpu`.",
    "Only `taints` counts, with the effect `NoSchedule` and any value. Karpenter ignores `startupTaints` when it places pods, relaxes `PreferNoSchedule`, and the operators' stock tolerations name `NoSchedule`.",
    "Requirements that no known type meets, or types that the catalogue has not, are a finding unless the pool has an accelerator taint.",
    "A NodePoolPatch is judged when it writes `taints`; a patch that shows no requirements is judged as one of a pool that can launch everything.",
  ],
  since: "0.1.0",
  check: (resource) =>
    acceleratorTaintFindings(nodePool(resource), {
      kind: "nvidia",
      name: "NVIDIA",
      taintKey: gpuTaintKey,
      countLabelKey: gpuCountLabelKey,
    }),
};
