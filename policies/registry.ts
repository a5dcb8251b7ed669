import { accGeneralPoolExcludes } from "./rules/accelerators/acc-general-pool-excludes";
import { accGpuTaint } from "./rules/accelerators/acc-gpu-taint";
import { accLabel } from "./rules/accelerators/acc-label";
import { accNeuronTaint } from "./rules/accelerators/acc-neuron-taint";
import { accTaintExclusive } from "./rules/accelerators/acc-taint-exclusive";
import { capClassAgrees } from "./rules/capacity/cap-class-agrees";
import { capReservedHasSelector } from "./rules/capacity/cap-reserved-has-selector";
import { capTrainingNotDefault } from "./rules/capacity/cap-training-not-default";
import { capTrainingOnDemand } from "./rules/capacity/cap-training-on-demand";
import { cluEndpoint } from "./rules/cluster/clu-endpoint";
import { costLimitsRequired } from "./rules/cost/cost-limits-required";
import { covCarriers } from "./rules/coverage/cov-carriers";
import { covKnownKinds } from "./rules/coverage/cov-known-kinds";
import { disBudgetExplicit } from "./rules/disruption/dis-budget-explicit";
import { disBudgetScheduleValid } from "./rules/disruption/dis-budget-schedule-valid";
import { disExpireTraining } from "./rules/disruption/dis-expire-training";
import { disTrainingNoVoluntary } from "./rules/disruption/dis-training-no-voluntary";
import { disTrainingProtected } from "./rules/disruption/dis-training-protected";
import { disTrainingWhenEmpty } from "./rules/disruption/dis-training-when-empty";
import { nodeAmiPinned } from "./rules/nodes/node-ami-pinned";
import { nodeEbsEncrypted } from "./rules/nodes/node-ebs-encrypted";
import { nodeImdsv2 } from "./rules/nodes/node-imdsv2";
import type { AnyRule } from "./support/rule";

export const packName = "accelerator-platform";

/** Rules about one subject. Their files are in one folder, and their ids begin with the group's prefix. */
export interface RuleGroup {
  /** Folder under `policies/rules`. */
  readonly folder: string;
  /** First part of each id: `acc` in `acc-gpu-taint`. */
  readonly prefix: string;
  /** Heading of the group in docs/policies/index.md. */
  readonly title: string;
  readonly rules: readonly AnyRule[];
}

/** Every rule of the pack, in the order in which rules run and are listed. */
export const ruleGroups: readonly RuleGroup[] = [
  {
    folder: "accelerators",
    prefix: "acc",
    title: "Accelerators",
    rules: [accGpuTaint, accNeuronTaint, accTaintExclusive, accGeneralPoolExcludes, accLabel],
  },
  {
    folder: "capacity",
    prefix: "cap",
    title: "Training capacity",
    rules: [capTrainingOnDemand, capTrainingNotDefault, capClassAgrees, capReservedHasSelector],
  },
  {
    folder: "disruption",
    prefix: "dis",
    title: "Disruption",
    rules: [
      disBudgetExplicit,
      disTrainingNoVoluntary,
      disTrainingWhenEmpty,
      disExpireTraining,
      disTrainingProtected,
      disBudgetScheduleValid,
    ],
  },
  { folder: "cost", prefix: "cost", title: "Cost", rules: [costLimitsRequired] },
  {
    folder: "nodes",
    prefix: "node",
    title: "Node security",
    rules: [nodeImdsv2, nodeEbsEncrypted, nodeAmiPinned],
  },
  {
    folder: "coverage",
    prefix: "cov",
    title: "What rules see",
    rules: [covKnownKinds, covCarriers],
  },
  { folder: "cluster", prefix: "clu", title: "Cluster security", rules: [cluEndpoint] },
];

export const rules: readonly AnyRule[] = ruleGroups.flatMap((group) => group.rules);
