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
  why: "Without the taint any pod may land on a GPU node. It then keeps the node from being removed and takes the room of pods that need the GPU.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, requirementsPath, labelsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "What a pool can launch is computed: its requirements and the labels of its nodes are compared with the catalogue of instance types. A pool without requirements can launch everything.",
    "Types with a fraction of a GPU (g6f, gr6f) count, although they advertise no `nvidia.com/gpu`.",
    "Only an entry of `taints` with the effect `NoSchedule` counts; its value does not matter. Karpenter ignores `startupTaints` when it places pods, and may ignore `PreferNoSchedule`. The default tolerations of the operators name `NoSchedule`.",
    "For a pool without an accelerator taint it is a finding if no type in the catalogue meets the requirements, or if they name a type that is not in the catalogue.",
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
