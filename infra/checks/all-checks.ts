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
import {
  classAliasesFitTheStack,
  driverKnowsTheGpus,
  gpuAmiFitsTheStack,
  gpuClassesAreTheirOwn,
} from "./gpu-checks";
import { familiesHaveTheGpusOfTheTier, gpuClassesFitTheTier } from "./gpu-class-checks";
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
import { schedulerExtensionFitsKubernetes, schedulerExtensionHasDevices } from "./neuron-checks";
import { nodeRepairSparesTraining } from "./node-repair-check";
import { budgetsLeaveNoBlockedWindow } from "./one-disruption-rule-check";
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
import { tierLabelsAreAllowed } from "./tier-label-checks";
import {
  amiReleasesExist,
  systemNodesFitControlPlane,
  versionsFitTogether,
} from "./version-compatibility";
import {
  blockedWindowsAreNotForTraining,
  blockedWindowsLeaveTime,
  budgetsLeaveTime,
  trainingHasWindow,
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
  versionsFitTogether,
  amiReleasesExist,
  systemNodesFitControlPlane,
  acceleratorsAreWhole,
  tierZonesAreNetworkZones,
  tierLabelsAreAllowed,
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
  trainingHasWindow,
  windowsOpen,
  blockedWindowsAreNotForTraining,
  blockedWindowsLeaveTime,
  budgetsLeaveTime,
  budgetsLeaveNoBlockedWindow,
  gpuClassesFitTheTier,
  familiesHaveTheGpusOfTheTier,
  narrowedTiersLaunch,
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
