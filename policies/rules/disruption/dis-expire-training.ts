import { parseDuration } from "../../../scheduling/values/duration";
import { fieldText } from "../../support/message";
import {
  expireAfterPath,
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

interface DisExpireTrainingConfig extends WorkloadClassesConfig {
  readonly longestJob: string;
}

export const disExpireTraining: ResourceRule<DisExpireTrainingConfig> = {
  id: "dis-expire-training",
  title: "Nodes of training pools do not expire while a job runs on them.",
  why: "No budget and no annotation prevents expiry. A node that reaches its age is drained in the middle of a job, and nodes that were launched together expire together.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [expireAfterPath, labelsPath],
  config: {
    ...workloadClassesProperties,
    longestJob: {
      default: "2160h",
      description:
        "How long the longest training job runs, in hours, minutes and seconds. A node must not expire sooner. The default is 90 days, longer than most pre-training runs. A job may start on a node that is already old, so Never is safer.",
      schema: { type: "string", pattern: "^([0-9]+[smh])*[0-9]*[1-9][0-9]*[smh]([0-9]+[smh])*$" },
      strictness: {
        measure: (text) => parseDuration(text) ?? -1,
        floors: { anywhere: "1h", staging: "24h", production: "168h" },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so, static ones (`replicas`) included.",
    "`expireAfter` is `Never`, or a duration of at least `longestJob`. Without it Karpenter uses 720h.",
    "`terminationGracePeriod` decides what an expired node does, and the message says which. Without it the node takes no new pods and is billed until the pods that must not be disrupted end. With it the job is killed when the period ends.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () => expiryFindings(pool, config.longestJob));
  },
};

/** Default of the CRD. */
const defaultExpireAfter = "720h";

function expiryFindings(pool: NodePool, longestJob: string): readonly Finding[] {
  const written = textOf(fieldOf(pool, expireAfterPath));
  if (written.kind === "misshapen") return [shapeFinding(written)];
  const expireAfter = written.kind === "present" ? written.value : defaultExpireAfter;
  if (expireAfter === "Never") return [];
  const seconds = parseDuration(expireAfter);
  if (seconds !== undefined && seconds >= (parseDuration(longestJob) ?? Infinity)) return [];
  return [
    {
      path: expireAfterPath,
      problem:
        seconds === undefined
          ? "no duration that Karpenter can read"
          : "nodes expire while jobs run on them",
      got:
        written.kind === "present"
          ? quoted(expireAfter)
          : `nothing, which means ${defaultExpireAfter}`,
      expected: `Never, or at least ${longestJob}`,
      because: seconds === undefined ? "The API server refuses the pool." : whatExpiryDoes(pool),
      fix: `set ${fieldText(expireAfterPath)} to Never; drift inside the maintenance window still replaces old nodes`,
    },
  ];
}

function whatExpiryDoes(pool: NodePool): string {
  return fieldOf(pool, terminationGracePeriodPath).kind === "absent"
    ? "At that age the node is drained, budgets or not: ordinary pods are evicted, and where pods must not be disrupted the node takes no new ones and is billed until they end."
    : "At that age the node is drained, whatever the budgets allow. When its terminationGracePeriod ends, every pod is deleted, even with do-not-disrupt.";
}
