import { isFirstAddress, parseRange } from "../../components/network/ipv4-range";
import { renderValue, type ConfigFault } from "./config-fault";
import type { PlatformConfig } from "./schema";
import { systemNodesCarryKarpenter } from "./system-nodes-check";
import {
  acceleratorsAreWhole,
  chainWeightsAreDistinct,
  limitsNameTheAccelerator,
  narrowedTiersLaunch,
  tierZonesAreNetworkZones,
} from "./tier-checks";
import { versionsFitTogether } from "./version-compatibility";
import { blockedWindowsAreNotForTraining, trainingHasWindow, windowsOpen } from "./window-checks";
import { zoneFault } from "./zone-fault";

/** A check over several sections; it runs when the sections it needs could be read. */
export interface CrossFieldCheck {
  readonly needs: readonly (keyof PlatformConfig)[];
  readonly check: (config: PlatformConfig, stack: string) => readonly ConfigFault[];
}

/** What no single field can tell. Each check reports all its faults. */
export const crossFieldChecks: readonly CrossFieldCheck[] = [
  { needs: ["environment", "region"], check: stackNameMatches },
  { needs: ["region", "network"], check: zonesBelongToRegion },
  { needs: ["network"], check: networkIsLargeEnough },
  { needs: ["cluster"], check: systemNodesCarryKarpenter },
  { needs: ["versions"], check: versionsFitTogether },
  { needs: ["tiers"], check: acceleratorsAreWhole },
  { needs: ["network", "tiers"], check: tierZonesAreNetworkZones },
  { needs: ["tiers"], check: limitsNameTheAccelerator },
  { needs: ["tiers"], check: chainWeightsAreDistinct },
  { needs: ["tiers", "maintenanceWindow"], check: trainingHasWindow },
  { needs: ["tiers", "maintenanceWindow", "timeZone"], check: windowsOpen },
  { needs: ["tiers"], check: blockedWindowsAreNotForTraining },
  { needs: ["tiers"], check: narrowedTiersLaunch },
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

/** The layout of `components/network/subnet-layout.builder.ts` needs a /16 to /20. */
function networkIsLargeEnough({ network }: PlatformConfig): readonly ConfigFault[] {
  const range = parseRange(network.cidr);
  const { prefix } = range;
  const aligned = isFirstAddress(range);
  if (prefix >= 16 && prefix <= 20 && aligned) return [];
  const size = prefix > 20 ? "too small" : "too large for a VPC";
  return [
    {
      path: ["network", "cidr"],
      problem: aligned ? size : "not the first address of its range",
      got: renderValue(network.cidr),
      expected: "a range from /16 to /20",
      fix: aligned ? "choose another prefix length" : "clear the bits behind the prefix",
    },
  ];
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
