import { accGeneralPoolExcludes } from "./rules/accelerators/acc-general-pool-excludes";
import { accGpuTaint } from "./rules/accelerators/acc-gpu-taint";
import { accLabel } from "./rules/accelerators/acc-label";
import { accNeuronTaint } from "./rules/accelerators/acc-neuron-taint";
import { accTaintExclusive } from "./rules/accelerators/acc-taint-exclusive";
import { capReservedHasSelector } from "./rules/capacity/cap-reserved-has-selector";
import { capTrainingNotDefault } from "./rules/capacity/cap-training-not-default";
import { capTrainingOnDemand } from "./rules/capacity/cap-training-on-demand";
import { cluEndpoint } from "./rules/cluster/clu-endpoint";
import { costLimitsRequired } from "./rules/cost/cost-limits-required";
import { disBudgetExplicit } from "./rules/disruption/dis-budget-explicit";
import { disBudgetScheduleValid } from "./rules/disruption/dis-budget-schedule-valid";
import { disExpireTraining } from "./rules/disruption/dis-expire-training";
import { disTrainingNoVoluntary } from "./rules/disruption/dis-training-no-voluntary";
import { disTrainingWhenEmpty } from "./rules/disruption/dis-training-when-empty";
import { nodeAmiPinned } from "./rules/nodes/node-ami-pinned";
import { nodeEbsEncrypted } from "./rules/nodes/node-ebs-encrypted";
import { nodeImdsv2 } from "./rules/nodes/node-imdsv2";
import type { AnyRule } from "./support/rule";

export const packName = "accelerator-platform";

/** Every rule of the pack, in the order in which they judge and are listed. */
export const rules: readonly AnyRule[] = [
  accGpuTaint,
  accNeuronTaint,
  accTaintExclusive,
  accGeneralPoolExcludes,
  accLabel,
  capTrainingOnDemand,
  capTrainingNotDefault,
  capReservedHasSelector,
  disBudgetExplicit,
  disTrainingNoVoluntary,
  disTrainingWhenEmpty,
  disExpireTraining,
  disBudgetScheduleValid,
  costLimitsRequired,
  nodeImdsv2,
  nodeEbsEncrypted,
  nodeAmiPinned,
  cluEndpoint,
];
