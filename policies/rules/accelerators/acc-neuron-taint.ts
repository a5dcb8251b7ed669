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
  why: "Without the taint any pod may land on a Neuron node. It then keeps the node from being removed and takes the room of pods that need the devices.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, requirementsPath, labelsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "What a pool can launch is computed: its requirements and the labels of its nodes are compared with the catalogue of instance types. A pool without requirements can launch everything.",
    "Inferentia and Trainium types have no GPU labels. A pool that excludes GPUs with `instance-gpu-count DoesNotExist` can still launch them.",
    "Only an entry of `taints` with the effect `NoSchedule` counts; its value does not matter. Karpenter ignores `startupTaints` when it places pods, and may ignore `PreferNoSchedule`. The Neuron device plugin tolerates `NoSchedule`.",
    "For a pool without an accelerator taint it is a finding if no type in the catalogue meets the requirements, or if they name a type that is not in the catalogue.",
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
