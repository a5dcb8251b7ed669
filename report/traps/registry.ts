import { agentKeptOff } from "./agents/agent-kept-off";
import { devicesNeverAppear } from "./agents/devices-never-appear";
import { movingAmi } from "./classes/moving-ami";
import { reservedWithoutSelector } from "./classes/reserved-without-selector";
import { blockBesideWorkingHours } from "./disruption/block-beside-working-hours";
import { budgetsUnreadable } from "./disruption/budgets-unreadable";
import { deadBudget } from "./disruption/dead-budget";
import { emptyNodeWaits } from "./disruption/empty-node-waits";
import { expiryCanHang } from "./disruption/expiry-can-hang";
import { expiryIgnoresBlock } from "./disruption/expiry-ignores-block";
import { forcefulExpiry } from "./disruption/forceful-expiry";
import { mostAggressive } from "./disruption/most-aggressive";
import { neverPatched } from "./disruption/never-patched";
import { neverRemovedWhenEmpty } from "./disruption/never-removed-when-empty";
import { noBudgetApplies } from "./disruption/no-budget-applies";
import { nodesNeverDisrupted } from "./disruption/nodes-never-disrupted";
import { patchedByExpiryAlone } from "./disruption/patched-by-expiry-alone";
import { patchedWhenEmpty } from "./disruption/patched-when-empty";
import { repairFrozen } from "./disruption/repair-frozen";
import { windowInWorkingHours } from "./disruption/window-in-working-hours";
import { acceleratorsInCpuPool } from "./launchable/accelerators-in-cpu-pool";
import { acceleratorsWithoutTaint } from "./launchable/accelerators-without-taint";
import { amdGpu } from "./launchable/amd-gpu";
import { arm64Gpu } from "./launchable/arm64-gpu";
import { capacityTypeOrder } from "./launchable/capacity-type-order";
import { keysWithoutEffect } from "./launchable/keys-without-effect";
import { launchesNothing } from "./launchable/launches-nothing";
import { minValuesShortfall } from "./launchable/min-values-shortfall";
import { noWholeGpu } from "./launchable/no-whole-gpu";
import { notOfferedInRegion } from "./launchable/not-offered-in-region";
import { runsOnAutoMode } from "./launchable/runs-on-auto-mode";
import { taintMeantForStartup } from "./launchable/taint-meant-for-startup";
import { twoArchitectures } from "./launchable/two-architectures";
import { uncountedAccelerator } from "./launchable/uncounted-accelerator";
import { unknownInstanceNames } from "./launchable/unknown-instance-names";
import { zoneOffersLittle } from "./launchable/zone-offers-little";
import { zonesDecide } from "./launchable/zones-decide";
import { zonesNotInRegion } from "./launchable/zones-not-in-region";
import { costsWithoutEnd } from "./limits/costs-without-end";
import { limitInOtherResource } from "./limits/limit-in-other-resource";
import { limitsAdmitNothing } from "./limits/limits-admit-nothing";
import { limitsContradict } from "./limits/limits-contradict";
import { limitsMissTypes } from "./limits/limits-miss-types";
import { limitsStopSomeTypes } from "./limits/limits-stop-some-types";
import { noLimits } from "./limits/no-limits";
import { oneRoundIsShort } from "./limits/one-round-is-short";
import { staticAboveLimit } from "./limits/static-above-limit";
import { typesAboveLimits } from "./limits/types-above-limits";
import { annotationWithoutEffect } from "./placement/annotation-without-effect";
import { doNotDisruptOnSpot } from "./placement/do-not-disrupt-on-spot";
import { fallsIntoUnrelatedPool } from "./placement/falls-into-unrelated-pool";
import { graceEndsDoNotDisrupt } from "./placement/grace-ends-do-not-disrupt";
import { neuronOneOrAll } from "./placement/neuron-one-or-all";
import { noDeviceRequested } from "./placement/no-device-requested";
import { noEfaRequested } from "./placement/no-efa-requested";
import { noLabelToSelect } from "./placement/no-label-to-select";
import { noPoolTakes } from "./placement/no-pool-takes";
import { partialNeuronDevices } from "./placement/partial-neuron-devices";
import { replicasShareANode } from "./placement/replicas-share-a-node";
import { tolerationFallsIntoTraining } from "./placement/toleration-falls-into-training";
import { trainingWithoutDoNotDisrupt } from "./placement/training-without-do-not-disrupt";
import { publicAddressWithEfa } from "./placement/public-address-with-efa";
import { somePodsPending } from "./placement/some-pods-pending";
import { trainingAtRisk } from "./placement/training-at-risk";
import { trainingByOtherSigns } from "./placement/training-by-other-signs";
import type { Trap } from "./trap";

/** All traps, by rank: from what loses work or money at once to what is good to know. */
export const traps: readonly Trap[] = [
  agentKeptOff,
  devicesNeverAppear,
  movingAmi,
  reservedWithoutSelector,
  blockBesideWorkingHours,
  budgetsUnreadable,
  deadBudget,
  emptyNodeWaits,
  expiryCanHang,
  expiryIgnoresBlock,
  forcefulExpiry,
  mostAggressive,
  neverPatched,
  neverRemovedWhenEmpty,
  noBudgetApplies,
  nodesNeverDisrupted,
  patchedByExpiryAlone,
  patchedWhenEmpty,
  repairFrozen,
  windowInWorkingHours,
  acceleratorsInCpuPool,
  acceleratorsWithoutTaint,
  amdGpu,
  arm64Gpu,
  capacityTypeOrder,
  keysWithoutEffect,
  launchesNothing,
  minValuesShortfall,
  noWholeGpu,
  notOfferedInRegion,
  runsOnAutoMode,
  taintMeantForStartup,
  twoArchitectures,
  uncountedAccelerator,
  unknownInstanceNames,
  zoneOffersLittle,
  zonesDecide,
  zonesNotInRegion,
  costsWithoutEnd,
  limitInOtherResource,
  limitsAdmitNothing,
  limitsContradict,
  limitsMissTypes,
  limitsStopSomeTypes,
  noLimits,
  oneRoundIsShort,
  staticAboveLimit,
  typesAboveLimits,
  annotationWithoutEffect,
  doNotDisruptOnSpot,
  fallsIntoUnrelatedPool,
  graceEndsDoNotDisrupt,
  neuronOneOrAll,
  noDeviceRequested,
  noEfaRequested,
  noLabelToSelect,
  noPoolTakes,
  partialNeuronDevices,
  replicasShareANode,
  tolerationFallsIntoTraining,
  trainingWithoutDoNotDisrupt,
  publicAddressWithEfa,
  somePodsPending,
  trainingAtRisk,
  trainingByOtherSigns,
].sort((a, b) => a.rank - b.rank);

/** The traps by their ids. */
export const trapsById: ReadonlyMap<string, Trap> = new Map(traps.map((trap) => [trap.id, trap]));
