import { formatTaint } from "../../../scheduling/taints/taints";
import type { Taint } from "../../../scheduling/taints/taints";
import { acceleratorTaintKeys, formatTaints } from "../../support/accelerator-taint";
import { fieldText } from "../../support/message";
import { labelsPath, nodePool, nodePoolTypes, taints, taintsPath } from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface CapTrainingNotDefaultConfig extends WorkloadClassesConfig {
  readonly isolationTaints: readonly string[];
}

export const capTrainingNotDefault: ResourceRule<CapTrainingNotDefaultConfig> = {
  id: "cap-training-not-default",
  title: "Training pools have a taint of their own, besides the accelerator taint.",
  why: "Otherwise a pod that only tolerates the accelerator taint lands in the training pool as soon as the other pools are full or at their limit. Weights only set the order in which Karpenter tries the pools.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, labelsPath],
  config: {
    ...workloadClassesProperties,
    isolationTaints: {
      default: ["workload=training:NoSchedule"],
      description:
        "Taints, written as key=value:effect or key:effect. A training pool has at least one of them. Accelerator taints in the list do not count.",
      schema: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        items: { type: "string", pattern: "^[^=:]+(=[^=:]*)?:(NoSchedule|NoExecute)$" },
      },
      strictness: { measure: (taints) => -taints.length, floors: {} },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so, with or without accelerators.",
    "One of the taints in `isolationTaints` must be in `taints`, with the same key, value and effect. Startup taints do not count. `nvidia.com/gpu` and `aws.amazon.com/neuron` never count, because every pod that requests a device tolerates them.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () => isolationFindings(pool, config));
  },
};

function isolationFindings(
  pool: NodePool,
  config: CapTrainingNotDefaultConfig,
): readonly Finding[] {
  const tainted = taints(pool);
  if (tainted.faults.length > 0) return tainted.faults;
  const wanted = config.isolationTaints.filter((text) => !isAcceleratorTaintText(text));
  if (tainted.entries.some((taint) => wanted.includes(formatTaint(taint)))) return [];
  const [first = "workload=training:NoSchedule"] = wanted;
  return [
    {
      path: taintsPath,
      problem: "no taint that keeps out pods other than training",
      got: formatTaints(tainted.entries),
      expected: wanted.length > 1 ? `one of ${wanted.join(", ")}` : first,
      because: `${whoMayLand(tainted.entries)} may be placed in this training pool.`,
      fix: `add ${taintLiteral(first)} to ${fieldText(taintsPath)}, and the toleration to the training workloads and to the agents that run on every node`,
    },
  ];
}

function whoMayLand(entries: readonly Taint[]): string {
  return entries.length === 0 ? "Every pod" : `Every pod that tolerates ${formatTaints(entries)}`;
}

function isAcceleratorTaintText(text: string): boolean {
  return acceleratorTaintKeys.some(
    (key) => text.startsWith(`${key}:`) || text.startsWith(`${key}=`),
  );
}

/** `workload=training:NoSchedule` as it is written in a manifest. */
function taintLiteral(text: string): string {
  const [, key = "", value, effect = ""] = /^([^=:]+)(?:=([^:]*))?:(\w+)$/.exec(text) ?? [];
  return value === undefined || value === ""
    ? `{ key: "${key}", effect: "${effect}" }`
    : `{ key: "${key}", value: "${value}", effect: "${effect}" }`;
}
