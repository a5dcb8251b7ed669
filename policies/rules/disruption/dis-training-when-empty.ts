import { parseDuration } from "../../../scheduling/values/duration";
import { idleCost } from "../../support/idle-cost";
import { fieldText } from "../../support/message";
import {
  consolidateAfterPath,
  consolidationPolicyPath,
  isStatic,
  labelsPath,
  nodePool,
  nodePoolTypes,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { fieldOf, shapeFinding, textOf } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

interface DisTrainingWhenEmptyConfig extends WorkloadClassesConfig {
  readonly minConsolidateAfter: string;
}

export const disTrainingWhenEmpty: ResourceRule<DisTrainingWhenEmptyConfig> = {
  id: "dis-training-when-empty",
  title: "In training pools Karpenter consolidates only empty nodes, and waits before it does.",
  why: "Consolidation of busy nodes interrupts a running job to save a little money. If Karpenter removes a node as soon as its job ends, the next job must wait for a new node, and EC2 may have none.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [consolidationPolicyPath, consolidateAfterPath, labelsPath],
  config: {
    ...workloadClassesProperties,
    minConsolidateAfter: {
      default: "5m",
      description:
        "Shortest consolidateAfter of a training pool, in hours, minutes and seconds. Choose the time until the next job of a sweep is scheduled. A large node takes longer to launch again, and EC2 may have none.",
      schema: { type: "string", pattern: "^([0-9]+[smh])*[0-9]*[1-9][0-9]*[smh]([0-9]+[smh])*$" },
      strictness: {
        measure: (text) => parseDuration(text) ?? -1,
        floors: { anywhere: "10s", staging: "1m", production: "5m" },
      },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so.",
    "`consolidationPolicy` is `WhenEmpty`. Without it Karpenter uses WhenEmptyOrUnderutilized.",
    "`consolidateAfter` is written and at least `minConsolidateAfter`. A pool without a `disruption` block consolidates after 0s. `Never` keeps idle nodes and is reported by dis-training-no-voluntary.",
    "A static pool (`replicas`) is not checked, because Karpenter does not consolidate its nodes.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    return findingsIfTraining(pool, config, () =>
      isStatic(pool)
        ? []
        : [...policyFindings(pool), ...consolidateAfterFindings(pool, config.minConsolidateAfter)],
    );
  },
};

function policyFindings(pool: NodePool): readonly Finding[] {
  const policy = textOf(fieldOf(pool, consolidationPolicyPath));
  if (policy.kind === "misshapen") return [shapeFinding(policy)];
  if (policy.kind === "present" && policy.value === "WhenEmpty") return [];
  return [
    {
      path: consolidationPolicyPath,
      problem: "a training pool consolidates busy nodes",
      got:
        policy.kind === "present"
          ? quoted(policy.value)
          : "nothing, which means WhenEmptyOrUnderutilized",
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
  if (after.kind === "present" && after.value === "Never") return [];
  const seconds = after.kind === "present" ? parseDuration(after.value) : 0;
  if (seconds !== undefined && seconds >= (parseDuration(least) ?? Infinity)) return [];
  return [
    {
      path: consolidateAfterPath,
      problem:
        seconds === undefined
          ? "no duration that Karpenter can read"
          : "an empty node is removed before the next job can use it",
      got: after.kind === "present" ? quoted(after.value) : "nothing",
      expected: `at least ${least}, in hours, minutes and seconds`,
      because:
        seconds === undefined
          ? "The API server refuses the pool."
          : `The next job waits for a new node, and EC2 may have none. ${idleCost(pool)}`,
      fix: `set ${fieldText(consolidateAfterPath)} to how long an idle node may wait for the next job, ${least} or more`,
    },
  ];
}
