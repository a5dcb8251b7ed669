import { accGeneralPoolExcludes } from "./rules/acc-general-pool-excludes";
import { accGpuTaint } from "./rules/acc-gpu-taint";
import { accLabel } from "./rules/acc-label";
import { accNeuronTaint } from "./rules/acc-neuron-taint";
import { accTaintExclusive } from "./rules/acc-taint-exclusive";
import { capReservedHasSelector } from "./rules/cap-reserved-has-selector";
import { capTrainingNotDefault } from "./rules/cap-training-not-default";
import { capTrainingOnDemand } from "./rules/cap-training-on-demand";
import { cluEndpoint } from "./rules/clu-endpoint";
import { costLimitsRequired } from "./rules/cost-limits-required";
import { disBudgetExplicit } from "./rules/dis-budget-explicit";
import { disBudgetScheduleValid } from "./rules/dis-budget-schedule-valid";
import { disExpireTraining } from "./rules/dis-expire-training";
import { disTrainingNoVoluntary } from "./rules/dis-training-no-voluntary";
import { disTrainingWhenEmpty } from "./rules/dis-training-when-empty";
import { nodeAmiPinned } from "./rules/node-ami-pinned";
import { nodeEbsEncrypted } from "./rules/node-ebs-encrypted";
import { nodeImdsv2 } from "./rules/node-imdsv2";
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
