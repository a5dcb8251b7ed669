import { accGpuTaint } from "./rules/acc-gpu-taint";
import { accLabel } from "./rules/acc-label";
import { accNeuronTaint } from "./rules/acc-neuron-taint";
import { capTrainingNotDefault } from "./rules/cap-training-not-default";
import { capTrainingOnDemand } from "./rules/cap-training-on-demand";
import { costLimitsRequired } from "./rules/cost-limits-required";
import { disBudgetScheduleValid } from "./rules/dis-budget-schedule-valid";
import { disTrainingNoVoluntary } from "./rules/dis-training-no-voluntary";
import type { AnyRule } from "./support/rule";

export const packName = "accelerator-platform";

/** Every rule of the pack, in the order in which they judge and are listed. */
export const rules: readonly AnyRule[] = [
  accGpuTaint,
  accNeuronTaint,
  accLabel,
  capTrainingOnDemand,
  capTrainingNotDefault,
  disTrainingNoVoluntary,
  disBudgetScheduleValid,
  costLimitsRequired,
];
