import { administratorsArePrincipals, namespacesGoWithScopedPolicies } from "./access-checks";
import { accessRangesFit } from "./access-range-checks";
import { cniKnowsPodCidrs, nodeMonitoringHasVersion } from "./addon-checks";
import {
  capacityTypesFitTheTier,
  efaFitsTheTypes,
  efaHasADriver,
  placementGroupsHaveOneZone,
  reservedHasSelector,
  slotsHaveTheirOwnWeight,
  staticPoolsArePlain,
} from "./capacity-checks";
import { capacityBlocksEndInTime } from "./capacity-block-check";
import type { ConfigCheck } from "./define-check";
import { driverIsNewEnough } from "./driver-check";
import { efaBeginsAtTheRightCard } from "./efa-card-check";
import { efaClassesAreTheirOwn } from "./efa-class-check";
import { interfaceEndpointsAreNamedOnce } from "./endpoint-checks";
import { expiryFitsTheWork } from "./expiry-check";
import {
  classAliasesFitTheStack,
  driverKnowsTheGpus,
  gpuAmiFitsTheStack,
  gpuClassesAreTheirOwn,
} from "./gpu-checks";
import { familiesHaveTheGpusOfTheTier, gpuClassesFitTheTier } from "./gpu-class-checks";
import { chainsHaveOneGpuCount, gpuCountsExist, sizesHaveTheGpusOfANode } from "./gpu-count-checks";
import {
  bottlerocketClassesShareAlike,
  chainsShareAlike,
  oneMigStrategy,
  sharingFitsTheStack,
  sharingFitsTheTier,
} from "./gpu-sharing-checks";
import {
  acceleratorLimitsBindFirst,
  acceleratorsAreWhole,
  limitsAdmitANode,
  limitsNameTheAccelerator,
} from "./limit-checks";
import { limitsNameResources } from "./limit-resource-check";
import { networkIsLargeEnough, podCidrsFit, vpcKeepsOffDocker } from "./network-range-checks";
import { zonesBelongToRegion } from "./network-zone-checks";
import {
  classesHaveOneImage,
  instanceStoreFitsTheSystem,
  ownImagesFitEveryType,
  userDataFitsTheSystem,
  volumesHaveIopsForTheirThroughput,
} from "./node-class-checks";
import { schedulerExtensionFitsKubernetes, schedulerExtensionHasDevices } from "./neuron-checks";
import { consolidationPolicyIsNotForTraining } from "./consolidation-policy-check";
import {
  chartKnowsTheSettings,
  crdKnowsTheReasons,
  draNeedsItsApi,
  repairGatesNeedRepair,
} from "./karpenter-settings-check";
import { nodeRepairSparesTraining } from "./node-repair-check";
import { budgetsLeaveNoBlockedWindow } from "./one-disruption-rule-check";
import { ownFamiliesHaveTheAccelerator } from "./own-family-check";
import {
  nodeClassesExist,
  ownNodeClassesHaveNames,
  ownTiersHaveNames,
  ownTiersHaveTheirOwnNodeType,
  slotsBeginWithOneProfile,
} from "./own-name-checks";
import { tiersLaunchInRegion, tierZonesOffer } from "./region-offer-checks";
import { reservedTiersHaveOneDeviceCount } from "./reserved-device-check";
import { productionHasSecondAdministrator } from "./second-administrator-check";
import { stackNameMatches } from "./stack-name-check";
import { staticPoolsNameTheirType } from "./static-pool-type-check";
import { subnetsHoldTheTiers } from "./subnet-capacity-check";
import { systemNodesCarryKarpenter } from "./system-nodes-check";
import { systemNodesAreOffered } from "./system-nodes-offer-check";
import { tagsAreNotReserved, tagsDifferInMoreThanCase } from "./tag-checks";
import {
  chainWeightsAreDistinct,
  narrowedTiersLaunch,
  tierZonesAreNetworkZones,
} from "./tier-checks";
import {
  tierLabelsAreAllowed,
  tierLabelsAreOfNoAgent,
  tierLabelsAreTheirOwn,
  tierLabelsChooseNoNodes,
  tierLabelsKeepTheirMeaning,
} from "./tier-label-checks";
import { tierTaintsAreTheirOwn } from "./tier-taint-checks";
import {
  amiReleasesExist,
  gpuOperatorKnowsKubernetes,
  systemNodesFitControlPlane,
  versionsFitTogether,
} from "./version-compatibility";
import {
  blockedWindowsAreNotForTraining,
  blockedWindowsLeaveTime,
  budgetsLeaveTime,
  staticPoolsAreReplaced,
  windowedTiersHaveWindow,
  windowsAreForTiersThatHaveThem,
  windowsOpen,
} from "./window-checks";
import { zoneIdsBelongToRegion, zonesTakeAControlPlane } from "./zone-id-checks";

/** Every check over the sections; their faults are reported in this order. */
export const allChecks: readonly ConfigCheck[] = [
  stackNameMatches,
  zonesBelongToRegion,
  zoneIdsBelongToRegion,
  zonesTakeAControlPlane,
  networkIsLargeEnough,
  vpcKeepsOffDocker,
  podCidrsFit,
  cniKnowsPodCidrs,
  subnetsHoldTheTiers,
  systemNodesCarryKarpenter,
  systemNodesAreOffered,
  namespacesGoWithScopedPolicies,
  administratorsArePrincipals,
  productionHasSecondAdministrator,
  accessRangesFit,
  interfaceEndpointsAreNamedOnce,
  nodeMonitoringHasVersion,
  nodeRepairSparesTraining,
  chartKnowsTheSettings,
  repairGatesNeedRepair,
  draNeedsItsApi,
  versionsFitTogether,
  gpuOperatorKnowsKubernetes,
  amiReleasesExist,
  systemNodesFitControlPlane,
  acceleratorsAreWhole,
  ownTiersHaveNames,
  ownTiersHaveTheirOwnNodeType,
  slotsBeginWithOneProfile,
  ownNodeClassesHaveNames,
  nodeClassesExist,
  tierZonesAreNetworkZones,
  tierLabelsAreAllowed,
  tierLabelsAreTheirOwn,
  tierLabelsAreOfNoAgent,
  tierLabelsChooseNoNodes,
  tierLabelsKeepTheirMeaning,
  tierTaintsAreTheirOwn,
  expiryFitsTheWork,
  tiersLaunchInRegion,
  tierZonesOffer,
  limitsNameResources,
  limitsNameTheAccelerator,
  limitsAdmitANode,
  acceleratorLimitsBindFirst,
  chainWeightsAreDistinct,
  slotsHaveTheirOwnWeight,
  capacityTypesFitTheTier,
  staticPoolsArePlain,
  staticPoolsNameTheirType,
  reservedHasSelector,
  reservedTiersHaveOneDeviceCount,
  capacityBlocksEndInTime,
  efaFitsTheTypes,
  efaHasADriver,
  efaBeginsAtTheRightCard,
  efaClassesAreTheirOwn,
  placementGroupsHaveOneZone,
  windowedTiersHaveWindow,
  windowsAreForTiersThatHaveThem,
  staticPoolsAreReplaced,
  windowsOpen,
  blockedWindowsAreNotForTraining,
  blockedWindowsLeaveTime,
  budgetsLeaveTime,
  crdKnowsTheReasons,
  consolidationPolicyIsNotForTraining,
  budgetsLeaveNoBlockedWindow,
  gpuClassesFitTheTier,
  familiesHaveTheGpusOfTheTier,
  gpuCountsExist,
  sizesHaveTheGpusOfANode,
  chainsHaveOneGpuCount,
  narrowedTiersLaunch,
  ownFamiliesHaveTheAccelerator,
  classesHaveOneImage,
  ownImagesFitEveryType,
  volumesHaveIopsForTheirThroughput,
  userDataFitsTheSystem,
  instanceStoreFitsTheSystem,
  gpuAmiFitsTheStack,
  classAliasesFitTheStack,
  gpuClassesAreTheirOwn,
  driverKnowsTheGpus,
  driverIsNewEnough,
  sharingFitsTheTier,
  sharingFitsTheStack,
  oneMigStrategy,
  bottlerocketClassesShareAlike,
  chainsShareAlike,
  schedulerExtensionHasDevices,
  schedulerExtensionFitsKubernetes,
  tagsAreNotReserved,
  tagsDifferInMoreThanCase,
];
