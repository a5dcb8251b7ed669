import { namespacesGoWithScopedPolicies } from "./access-checks";
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
import { renderValue, type ConfigFault } from "../config/config-fault";
import {
  classAliasesFitTheStack,
  driverKnowsTheGpus,
  gpuAmiFitsTheStack,
  gpuClassesAreTheirOwn,
} from "./gpu-checks";
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
import { nodeRepairSparesTraining } from "./node-repair-check";
import { networkIsLargeEnough, podCidrsFit, vpcKeepsOffDocker } from "./network-range-checks";
import { budgetsLeaveNoBlockedWindow } from "./one-disruption-rule-check";
import type { PlatformConfig } from "../config/schema";
import { tiersLaunchInRegion, tierZonesOffer } from "./region-offer-checks";
import { staticPoolsNameTheirType } from "./static-pool-type-check";
import { subnetsHoldTheTiers } from "./subnet-capacity-check";
import { systemNodesCarryKarpenter } from "./system-nodes-check";
import {
  chainWeightsAreDistinct,
  narrowedTiersLaunch,
  tierZonesAreNetworkZones,
} from "./tier-checks";
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
import { zoneFault } from "./zone-fault";
import { zoneIdsBelongToRegion, zonesTakeAControlPlane } from "./zone-id-checks";

/** A check over several sections; it runs when the sections it needs could be read. */
export interface CrossFieldCheck {
  readonly needs: readonly (keyof PlatformConfig)[];
  readonly check: (config: PlatformConfig, stack: string) => readonly ConfigFault[];
}

/** What no single field can tell. Each check reports all its faults. */
export const crossFieldChecks: readonly CrossFieldCheck[] = [
  { needs: ["environment", "region"], check: stackNameMatches },
  { needs: ["region", "network"], check: zonesBelongToRegion },
  { needs: ["region", "network"], check: zoneIdsBelongToRegion },
  { needs: ["network"], check: zonesTakeAControlPlane },
  { needs: ["network"], check: networkIsLargeEnough },
  { needs: ["network"], check: vpcKeepsOffDocker },
  { needs: ["network"], check: podCidrsFit },
  { needs: ["network", "versions"], check: cniKnowsPodCidrs },
  { needs: ["region", "network", "cluster", "tiers"], check: subnetsHoldTheTiers },
  { needs: ["cluster"], check: systemNodesCarryKarpenter },
  { needs: ["cluster"], check: namespacesGoWithScopedPolicies },
  { needs: ["cluster", "versions"], check: nodeMonitoringHasVersion },
  { needs: ["karpenter", "tiers"], check: nodeRepairSparesTraining },
  { needs: ["versions"], check: versionsFitTogether },
  { needs: ["versions", "gpu", "nodeClasses"], check: amiReleasesExist },
  { needs: ["versions", "cluster"], check: systemNodesFitControlPlane },
  { needs: ["tiers"], check: acceleratorsAreWhole },
  { needs: ["network", "tiers"], check: tierZonesAreNetworkZones },
  { needs: ["region", "network", "tiers"], check: tiersLaunchInRegion },
  { needs: ["region", "network", "tiers"], check: tierZonesOffer },
  { needs: ["tiers"], check: limitsNameTheAccelerator },
  { needs: ["tiers"], check: limitsAdmitANode },
  { needs: ["tiers"], check: acceleratorLimitsBindFirst },
  { needs: ["tiers"], check: chainWeightsAreDistinct },
  { needs: ["tiers"], check: slotsHaveTheirOwnWeight },
  { needs: ["tiers"], check: capacityTypesFitTheTier },
  { needs: ["tiers"], check: staticPoolsArePlain },
  { needs: ["tiers", "nodeClasses"], check: staticPoolsNameTheirType },
  { needs: ["tiers", "nodeClasses"], check: reservedHasSelector },
  { needs: ["tiers", "nodeClasses"], check: efaFitsTheTypes },
  { needs: ["gpu", "tiers"], check: efaHasADriver },
  { needs: ["tiers", "nodeClasses", "network"], check: placementGroupsHaveOneZone },
  { needs: ["tiers", "maintenanceWindow"], check: trainingHasWindow },
  { needs: ["tiers", "maintenanceWindow", "timeZone"], check: windowsOpen },
  { needs: ["tiers"], check: blockedWindowsAreNotForTraining },
  { needs: ["tiers", "timeZone"], check: blockedWindowsLeaveTime },
  { needs: ["tiers"], check: budgetsLeaveTime },
  { needs: ["tiers"], check: budgetsLeaveNoBlockedWindow },
  { needs: ["tiers"], check: narrowedTiersLaunch },
  { needs: ["gpu", "versions"], check: gpuAmiFitsTheStack },
  { needs: ["gpu", "tiers", "nodeClasses"], check: classAliasesFitTheStack },
  { needs: ["gpu", "tiers"], check: gpuClassesAreTheirOwn },
  { needs: ["gpu", "tiers"], check: driverKnowsTheGpus },
  { needs: ["tiers"], check: sharingFitsTheTier },
  { needs: ["gpu", "tiers"], check: sharingFitsTheStack },
  { needs: ["tiers"], check: oneMigStrategy },
  { needs: ["gpu", "tiers"], check: bottlerocketClassesShareAlike },
  { needs: ["tiers"], check: chainsShareAlike },
  { needs: ["tags"], check: tagsAreNotReserved },
];

function stackNameMatches(config: PlatformConfig, stack: string): readonly ConfigFault[] {
  const expected = `${config.environment}-${config.region}`;
  if (stack === expected) return [];
  return [
    {
      path: ["region"],
      problem: "stack name and configuration disagree",
      got: renderValue(stack),
      expected: `a stack called ${expected}`,
      fix: `rename the file to Pulumi.${expected}.yaml or correct environment and region`,
    },
  ];
}

function zonesBelongToRegion({ region, network }: PlatformConfig): readonly ConfigFault[] {
  const foreign = network.zones.flatMap((zone, index) =>
    zone.slice(0, -1) === region
      ? []
      : [
          zoneFault(
            ["network", "zones", index],
            "zone of another region",
            zone,
            `a zone of ${region}, such as ${region}a`,
          ),
        ],
  );
  const repeated = network.zones.flatMap((zone, index) =>
    network.zones.indexOf(zone) === index
      ? []
      : [zoneFault(["network", "zones", index], "zone named twice", zone, "each zone once")],
  );
  const unknown = Object.keys(network.zoneIds ?? {})
    .filter((zone) => !network.zones.includes(zone))
    .map((zone) =>
      zoneFault(
        ["network", "zoneIds", zone],
        "not a zone of the network",
        zone,
        network.zones.join(", "),
      ),
    );
  return [...foreign, ...repeated, ...unknown];
}

/** Tags that Karpenter or EKS set themselves; the EC2NodeClass CRD refuses them. */
function tagsAreNotReserved({ tags }: PlatformConfig): readonly ConfigFault[] {
  const reserved =
    /^(eks:eks-cluster-name|kubernetes\.io\/cluster.*|karpenter\.sh\/(nodepool|nodeclaim)|karpenter\.k8s\.aws\/ec2nodeclass|karpenter\.sh\/discovery|network-type|Name)$/;
  return Object.keys(tags)
    .filter((key) => reserved.test(key))
    .map((key) => ({
      path: ["tags", key],
      problem: "reserved tag",
      got: renderValue(key),
      expected: "a key that neither EKS nor Karpenter sets",
      fix: "remove it",
    }));
}
