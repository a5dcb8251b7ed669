import { fieldText } from "../../support/message";
import { parseDuration } from "../../../scheduling/values/duration";
import {
  expireAfterPath,
  fieldOf,
  labelsPath,
  nodePool,
  nodePoolTypes,
  terminationGracePeriodPath,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { shapeFinding, textOf } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining, workloadClassesProperty } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface DisExpireTrainingConfig extends WorkloadClassesConfig {
  readonly longestJob: string;
}

export const disExpireTraining: ResourceRule<DisExpireTrainingConfig> = {
  id: "dis-expire-training",
  title: "Nodes of training pools do not expire under a running job.",
  why: "Expiry is forceful: no budget and no annotation holds it back. When a node reaches its age, its job is drained in the middle, on every node at once if they were launched together.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guards: [expireAfterPath, labelsPath],
  config: {
    classes: workloadClassesProperty,
    longestJob: {
      default: "2160h",
      description:
        "How long the longest training job runs, as hours, minutes and seconds; a node must not expire sooner. The default is 90 days, longer than pre-training runs usually take. A job that starts on a node of some age has only the rest of expireAfter, so Never is safer.",
      schema: { type: "string", pattern: "^([0-9]+[smh])+$" },
    },
  },
  anchors: [],
  onUnknown: "fail",
  judges: [
    "Training pools are those in the class `training`, static ones (`replicas`) included.",
    "`expireAfter` is `Never`, or a duration not below `longestJob`. Its absence means 720h.",
    "Whether a `terminationGracePeriod` is there decides what an expired node does: without one it is cordoned and billed while pods that must not be disrupted run on; with one the job is killed when it ends. The message says which.",
    "A NodePoolPatch is judged when it writes `expireAfter`; a patch that shows no labels is judged as one of a training pool.",
  ],
  since: "0.1.0",
  check: (resource, { classes, longestJob }) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, classes, () => expiryFindings(pool, longestJob));
  },
};

/** What the CRD puts in. */
const defaultExpireAfter = "720h";

function expiryFindings(pool: NodePool, longestJob: string): readonly Finding[] {
  const written = textOf(fieldOf(pool, expireAfterPath));
  if (written.kind === "misshapen") return [shapeFinding(written)];
  if (written.kind === "absent" && pool.patch) return [];
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
      got: written.kind === "present" ? expireAfter : `nothing, which means ${defaultExpireAfter}`,
      expected: `Never, or at least ${longestJob}`,
      because: seconds === undefined ? "The API server refuses the pool." : whatExpiryDoes(pool),
      fix: `set ${fieldText(expireAfterPath)} to Never; drift inside the maintenance window still replaces old nodes`,
    },
  ];
}

function whatExpiryDoes(pool: NodePool): string {
  return fieldOf(pool, terminationGracePeriodPath).kind === "absent"
    ? "At that age the node is drained, budgets or not: ordinary pods are evicted, and where pods must not be disrupted the node takes no new ones and is billed until they end."
    : "At that age the node is drained, budgets or not, and when its terminationGracePeriod ends every pod is deleted, do-not-disrupt or not.";
}
