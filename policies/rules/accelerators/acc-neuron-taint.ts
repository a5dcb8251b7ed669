import { acceleratorCountLabelKey } from "../../../scheduling/requirements/labels";
import { neuronTaintKey } from "../../../scheduling/taints/taints";
import { acceleratorTaintFindings } from "../../support/accelerator-taint";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  taintsPath,
} from "../../support/node-pool";
import type { ResourceRule } from "../../support/rule";

export const accNeuronTaint: ResourceRule<object> = {
  id: "acc-neuron-taint",
  title: "Pools that can launch Inferentia or Trainium instances carry the Neuron taint.",
  why: "Without the taint any pod may land on a Neuron node, keeps it from being removed, and leaves no room for the pods that need the devices.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, requirementsPath, labelsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "What a pool can launch is computed from its requirements and the labels of its nodes against the instance type catalogue. A pool without requirements can launch everything.",
    "Inferentia and Trainium types have no GPU labels: a pool that excludes GPUs with `instance-gpu-count DoesNotExist` can still launch them.",
    "Only `taints` counts, with the effect `NoSchedule` and any value. Karpenter ignores `startupTaints` when it places pods, relaxes `PreferNoSchedule`, and the Neuron device plugin tolerates `NoSchedule`.",
    "Requirements that no known type meets, or types that the catalogue has not, are a finding unless the pool has an accelerator taint.",
    "A NodePoolPatch is judged when it writes `taints`; a patch that shows no requirements is judged as one of a pool that can launch everything.",
  ],
  since: "0.1.0",
  check: (resource) =>
    acceleratorTaintFindings(nodePool(resource), {
      kind: "neuron",
      name: "Neuron",
      taintKey: neuronTaintKey,
      countLabelKey: acceleratorCountLabelKey,
    }),
};
