import { capacityBlocksAnnotationKey } from "../../../scheduling/node-pool/pool-limits";
import { capacityTypeLabelKey } from "../../../scheduling/requirements/labels";
import { parseDuration } from "../../../scheduling/values/duration";
import { fieldText } from "../../support/message";
import {
  annotation,
  annotationsPath,
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  terminationGracePeriodPath,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { fieldOf, shapeFinding, textOf } from "../../support/reading";
import { poolRequirements } from "../../support/requirements";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface DisTrainingGraceConfig extends WorkloadClassesConfig {
  readonly minTerminationGracePeriod: string;
}

/**
 * The minimum for nodes of a capacity block. Karpenter drains them ten minutes before EC2 takes them, so an hour is not there.
 * https://karpenter.sh/v1.15/tasks/odcrs/
 */
const leastInCapacityBlock = "1m";

const capacityBlocksPath = [...annotationsPath, capacityBlocksAnnotationKey];

export const disTrainingGrace: ResourceRule<DisTrainingGraceConfig> = {
  id: "dis-training-grace",
  title: "A draining node of a training pool gives its jobs time to save their work.",
  why: "When terminationGracePeriod ends, Karpenter deletes every pod of the node, do-not-disrupt or not. With one second, each repair, each window and each kubectl delete kills the job at once.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [terminationGracePeriodPath, labelsPath, requirementsPath, capacityBlocksPath],
  config: {
    ...workloadClassesProperties,
    minTerminationGracePeriod: {
      default: "1h",
      description:
        "Shortest terminationGracePeriod of a training pool, in hours, minutes and seconds. Choose the time in which a job writes a checkpoint and ends by itself.",
      schema: {
        type: "string",
        pattern: "^([0-9]+[smh])*[0-9]*[1-9][0-9]*[smh]([0-9]+[smh])*$",
      },
      strictness: {
        measure: (text) => parseDuration(text) ?? -1,
        floors: { anywhere: "1m", staging: "5m", production: "15m" },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so.",
    "`terminationGracePeriod` is absent, so that a drain waits for the job, or at least `minTerminationGracePeriod`.",
    'A pool for capacity blocks has the annotation `accelerator-platform.io/capacity-blocks: "true"` and lists `reserved` among its values of `karpenter.sh/capacity-type`. There the minimum is 1m, whatever `minTerminationGracePeriod` says, because EC2 takes the nodes ten minutes after Karpenter begins to drain them. The annotation has no effect on a pool without `reserved`.',
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () =>
      graceFindings(pool, leastOf(pool, config.minTerminationGracePeriod)),
    );
  },
};

function leastOf(pool: NodePool, configured: string): string {
  const block = annotation(pool, capacityBlocksAnnotationKey);
  if (block.kind !== "present" || block.value !== "true" || !takesReserved(pool)) return configured;
  const isShorter = (parseDuration(configured) ?? 0) < (parseDuration(leastInCapacityBlock) ?? 0);
  return isShorter ? configured : leastInCapacityBlock;
}

/** A capacity block is a reservation, so a pool that does not list reserved capacity never has its nodes. */
function takesReserved(pool: NodePool): boolean {
  const { faults, requirements } = poolRequirements(pool, (key) => key === capacityTypeLabelKey);
  const capacity = requirements.get(capacityTypeLabelKey);
  return faults.length === 0 && capacity?.complement === false && capacity.values.has("reserved");
}

function graceFindings(pool: NodePool, least: string): readonly Finding[] {
  const written = textOf(fieldOf(pool, terminationGracePeriodPath));
  if (written.kind === "misshapen") return [shapeFinding(written)];
  if (written.kind === "absent") return [];
  const seconds = parseDuration(written.value);
  if (seconds !== undefined && seconds >= (parseDuration(least) ?? Infinity)) return [];
  return [
    {
      path: terminationGracePeriodPath,
      problem:
        seconds === undefined
          ? "no duration that Karpenter can read"
          : "jobs on a draining node are killed too early",
      got: quoted(written.value),
      expected: `nothing, or at least ${least}`,
      fix: `remove ${fieldText(terminationGracePeriodPath)}, or set it to ${least} or more`,
    },
  ];
}
