import { parseDuration } from "../../../scheduling/values/duration";
import { fieldText } from "../../support/message";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  terminationGracePeriodPath,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { fieldOf, shapeFinding, textOf } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface DisTrainingGraceConfig extends WorkloadClassesConfig {
  readonly minTerminationGracePeriod: string;
}

export const disTrainingGrace: ResourceRule<DisTrainingGraceConfig> = {
  id: "dis-training-grace",
  title: "A draining node of a training pool gives its jobs time to save their work.",
  why: "When terminationGracePeriod ends, Karpenter deletes every pod of the node, do-not-disrupt or not. With one second, each repair, each window and each kubectl delete kills the job at once.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [terminationGracePeriodPath, labelsPath],
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
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () =>
      graceFindings(pool, config.minTerminationGracePeriod),
    );
  },
};

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
