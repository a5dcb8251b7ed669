import { fieldText } from "../../support/message";
import { parseDuration } from "../../../scheduling/values/duration";
import { idleCost } from "../../support/idle-cost";
import {
  consolidateAfterPath,
  consolidationPolicyPath,
  fieldOf,
  isStatic,
  labelsPath,
  nodePool,
  nodePoolTypes,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { shapeFinding, textOf } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining, workloadClassesProperty } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface DisTrainingWhenEmptyConfig extends WorkloadClassesConfig {
  readonly minConsolidateAfter: string;
}

export const disTrainingWhenEmpty: ResourceRule<DisTrainingWhenEmptyConfig> = {
  id: "dis-training-when-empty",
  title: "Training pools consolidate empty nodes only, and wait before they do.",
  why: "Consolidation of busy nodes moves a running job to save a little; and a node that goes the moment a job ends has to be had again for the next one, if there is one to be had.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guards: [consolidationPolicyPath, consolidateAfterPath, labelsPath],
  config: {
    classes: workloadClassesProperty,
    minConsolidateAfter: {
      default: "5m",
      description:
        "Shortest consolidateAfter of a training pool, as hours, minutes and seconds: how long the next job of a sweep takes to be scheduled. A large node takes longer than that to come back, where it comes back at all.",
      schema: { type: "string", pattern: "^([0-9]+[smh])+$" },
    },
  },
  anchors: [],
  onUnknown: "fail",
  judges: [
    "Training pools are those in the class `training`.",
    "`consolidationPolicy` is `WhenEmpty`. Its absence means WhenEmptyOrUnderutilized.",
    "`consolidateAfter` is written and not below `minConsolidateAfter`; a pool without a `disruption` block consolidates after 0s. `Never` is left to dis-training-no-voluntary, because it keeps idle nodes.",
    "A static pool (`replicas`) is not judged: Karpenter consolidates none of its nodes.",
    "In a NodePoolPatch what it writes is judged; a patch that shows no labels is judged as one of a training pool.",
  ],
  since: "0.1.0",
  check: (resource, { classes, minConsolidateAfter }) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, classes, () =>
      isStatic(pool)
        ? []
        : [...policyFindings(pool), ...consolidateAfterFindings(pool, minConsolidateAfter)],
    );
  },
};

function policyFindings(pool: NodePool): readonly Finding[] {
  const policy = textOf(fieldOf(pool, consolidationPolicyPath));
  if (policy.kind === "misshapen") return [shapeFinding(policy)];
  if (policy.kind === "absent" && pool.patch) return [];
  if (policy.kind === "present" && policy.value === "WhenEmpty") return [];
  return [
    {
      path: consolidationPolicyPath,
      problem: "a training pool consolidates busy nodes",
      got:
        policy.kind === "present" ? policy.value : "nothing, which means WhenEmptyOrUnderutilized",
      expected: "WhenEmpty",
      because:
        "Karpenter evicts the pods of a node that it takes for underutilized: a job with a small share of the GPUs loses everything since its last checkpoint.",
      fix: `set ${fieldText(consolidationPolicyPath)} to WhenEmpty`,
    },
  ];
}

function consolidateAfterFindings(pool: NodePool, least: string): readonly Finding[] {
  const after = textOf(fieldOf(pool, consolidateAfterPath));
  if (after.kind === "misshapen") return [shapeFinding(after)];
  if (after.kind === "absent" && pool.patch) return [];
  if (after.kind === "present" && after.value === "Never") return [];
  const seconds = after.kind === "present" ? parseDuration(after.value) : 0;
  if (seconds !== undefined && seconds >= (parseDuration(least) ?? Infinity)) return [];
  return [
    {
      path: consolidateAfterPath,
      problem:
        seconds === undefined
          ? "no duration that Karpenter can read"
          : "an empty node goes before the next job can have it",
      got: after.kind === "present" ? after.value : "nothing",
      expected: `at least ${least}, in hours, minutes and seconds`,
      because:
        seconds === undefined
          ? "The API server refuses the pool."
          : `The next job waits for a new node, which may not be to be had. ${idleCost(pool)}`,
      fix: `set ${fieldText(consolidateAfterPath)} to how long an idle node may wait for the next job, ${least} or more`,
    },
  ];
}
