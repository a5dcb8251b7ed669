import { accClassKeys } from "./rules/accelerators/acc-class-keys";
import { accGeneralPoolExcludes } from "./rules/accelerators/acc-general-pool-excludes";
import { accGpuTaint } from "./rules/accelerators/acc-gpu-taint";
import { accLabel } from "./rules/accelerators/acc-label";
import { accNeuronTaint } from "./rules/accelerators/acc-neuron-taint";
import { accNodeGroup } from "./rules/accelerators/acc-node-group";
import { accTaintExclusive } from "./rules/accelerators/acc-taint-exclusive";
import { capClassAgrees } from "./rules/capacity/cap-class-agrees";
import { capReservedHasSelector } from "./rules/capacity/cap-reserved-has-selector";
import { capTrainingNotDefault } from "./rules/capacity/cap-training-not-default";
import { capTrainingOnDemand } from "./rules/capacity/cap-training-on-demand";
import { cluEndpoint } from "./rules/cluster/clu-endpoint";
import { costCeiling } from "./rules/cost/cost-ceiling";
import { costCeilingStack } from "./rules/cost/cost-ceiling-stack";
import { costDirectPurchase } from "./rules/cost/cost-direct-purchase";
import { costNodeOverlay } from "./rules/cost/cost-node-overlay";
import { costLimitsRequired } from "./rules/cost/cost-limits-required";
import { covCarriers } from "./rules/coverage/cov-carriers";
import { covKnownKinds } from "./rules/coverage/cov-known-kinds";
import { disBudgetExplicit } from "./rules/disruption/dis-budget-explicit";
import { disBudgetScheduleValid } from "./rules/disruption/dis-budget-schedule-valid";
import { disExpireTraining } from "./rules/disruption/dis-expire-training";
import { disTrainingGrace } from "./rules/disruption/dis-training-grace";
import { disTrainingNoVoluntary } from "./rules/disruption/dis-training-no-voluntary";
import { disTrainingProtected } from "./rules/disruption/dis-training-protected";
import { disTrainingWhenEmpty } from "./rules/disruption/dis-training-when-empty";
import { nodeAmiPinned } from "./rules/nodes/node-ami-pinned";
import { nodeClassScope } from "./rules/nodes/node-class-scope";
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
    rules: [
      accGpuTaint,
      accNeuronTaint,
      accTaintExclusive,
      accGeneralPoolExcludes,
      accLabel,
      accClassKeys,
      accNodeGroup,
    ],
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
      disTrainingGrace,
      disTrainingProtected,
      disBudgetScheduleValid,
    ],
  },
  {
    folder: "cost",
    prefix: "cost",
    title: "Cost",
    rules: [costLimitsRequired, costCeiling, costCeilingStack, costDirectPurchase, costNodeOverlay],
  },
  {
    folder: "nodes",
    prefix: "node",
    title: "Node security",
    rules: [nodeImdsv2, nodeEbsEncrypted, nodeAmiPinned, nodeClassScope],
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
