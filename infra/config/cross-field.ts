import {
  chainLabelKey,
  tierProfiles,
  type TierName,
} from "../../components/node-pools/tier-profiles";
import { instanceFamilyLabelKey, instanceSizeLabelKey } from "../../scheduling/labels";
import { launchableTypes } from "../../scheduling/launchable";
import { parseQuantity } from "../../scheduling/quantity";
import { requirementsOf } from "../../scheduling/requirements";
import { allowedUtcIntervals } from "../../scheduling/utc-windows";
import { maintenanceWindowOf, offsetsYear, type ConfiguredWindow } from "../maintenance-window";
import { renderValue, type ConfigFault } from "./config-fault";
import type { PlatformConfig } from "./schema";
import { systemNodesCarryKarpenter } from "./system-nodes-check";
import { versionsFitTogether } from "./version-compatibility";

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

function zoneFault(
  path: ConfigFault["path"],
  problem: string,
  zone: string,
  expected: string,
): ConfigFault {
  return { path, problem, got: renderValue(zone), expected, fix: "correct the zone's name" };
}

/** The layout of `components/network/subnet-layout.builder.ts` needs a /16 to /20. */
function networkIsLargeEnough({ network }: PlatformConfig): readonly ConfigFault[] {
  const prefix = Number(network.cidr.split("/")[1]);
  const aligned = isNetworkAddress(network.cidr);
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

/** Whether the address part of a range has nothing behind its prefix, as AWS wants it. */
function isNetworkAddress(cidr: string): boolean {
  const [address = "", prefix = ""] = cidr.split("/");
  const value = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return value % 2 ** (32 - Number(prefix)) === 0;
}

function tierZonesAreNetworkZones({ network, tiers }: PlatformConfig): readonly ConfigFault[] {
  return entries(tiers).flatMap(([tier, overrides]) =>
    (overrides.zones ?? []).flatMap((zone, index) =>
      network.zones.includes(zone)
        ? []
        : [
            zoneFault(
              ["tiers", tier, "zones", index],
              "not a zone of the network",
              zone,
              network.zones.join(", "),
            ),
          ],
    ),
  );
}

/** Without a limit in accelerators a pool is bounded by cpu alone, which says nothing about GPUs. */
function limitsNameTheAccelerator({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return entries(tiers).flatMap(([tier, overrides]) => {
    const { accelerator } = tierProfiles[tier];
    if (
      overrides.limits === undefined ||
      accelerator === undefined ||
      accelerator in overrides.limits
    )
      return [];
    return [
      {
        path: ["tiers", tier, "limits"],
        problem: "the accelerator has no limit",
        got: renderValue(overrides.limits),
        expected: `a limit for ${accelerator}`,
        fix: `add ${accelerator}, in whole devices`,
      },
    ];
  });
}

/** Half a GPU is never launched, so such a pool would launch nothing. */
function acceleratorsAreWhole({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return entries(tiers).flatMap(([tier, overrides]) => {
    const { accelerator } = tierProfiles[tier];
    const limit = accelerator === undefined ? undefined : overrides.limits?.[accelerator];
    if (accelerator === undefined || limit === undefined) return [];
    if (Number.isInteger(parseQuantity(limit))) return [];
    return [
      {
        path: ["tiers", tier, "limits", accelerator],
        problem: "part of a device",
        got: renderValue(limit),
        expected: "a whole number of devices",
        fix: "write how many devices the tier may hold",
      },
    ];
  });
}

/** Equal weights are tried in descending name order, so the chain would run backwards. */
function chainWeightsAreDistinct({ tiers }: PlatformConfig): readonly ConfigFault[] {
  const seen = new Map<number, TierName>();
  return entries(tiers).flatMap(([tier, overrides]) => {
    const profile = tierProfiles[tier];
    if (profile.labels[chainLabelKey] === undefined) return [];
    const weight = overrides.weight ?? profile.weight ?? 0;
    const other = seen.get(weight);
    seen.set(weight, tier);
    if (other === undefined) return [];
    return [
      {
        path: ["tiers", tier, "weight"],
        problem: `same weight as ${other}, a tier of the same chain`,
        got: String(weight),
        expected: "a weight of its own, the first choice highest",
        fix: "give each tier of the chain another weight",
      },
    ];
  });
}

function trainingHasWindow({ tiers, maintenanceWindow }: PlatformConfig): readonly ConfigFault[] {
  const bare = entries(tiers).filter(
    ([tier, overrides]) =>
      tierProfiles[tier].workloadClass === "training" &&
      (overrides.maintenanceWindow ?? maintenanceWindow) === undefined,
  );
  if (bare.length === 0) return [];
  return [
    {
      path: ["maintenanceWindow"],
      problem: `missing, but ${bare.map(([tier]) => tier).join(" and ")} train`,
      got: "nothing",
      expected: "days, start and length",
      fix: "add a window in which their nodes may be replaced; without one they are never patched",
    },
  ];
}

/** Cron has no time zone: what stays open at every offset of the zone may be nothing. */
function windowsOpen(config: PlatformConfig): readonly ConfigFault[] {
  const named: [ConfigFault["path"], ConfiguredWindow | undefined][] = [
    [["maintenanceWindow"], config.maintenanceWindow],
    ...entries(config.tiers).map(
      ([tier, overrides]): [ConfigFault["path"], ConfiguredWindow | undefined] => [
        ["tiers", tier, "maintenanceWindow"],
        overrides.maintenanceWindow,
      ],
    ),
  ];
  return named.flatMap(([path, window]) => {
    if (window === undefined) return [];
    const allowed = allowedUtcIntervals(maintenanceWindowOf(window, config.timeZone), offsetsYear);
    if (!("fault" in allowed)) return [];
    return [
      {
        path,
        problem: "never opens in UTC",
        got: renderValue(window),
        expected: "a window longer than the change to daylight-saving time",
        fix: allowed.fault,
      },
    ];
  });
}

/** A training tier is blocked at all times but its maintenance window; a second window would mislead. */
function blockedWindowsAreNotForTraining({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return entries(tiers)
    .filter(
      ([tier, overrides]) =>
        overrides.blockedWindow !== undefined && tierProfiles[tier].workloadClass === "training",
    )
    .map(([tier, overrides]) => ({
      path: ["tiers", tier, "blockedWindow"],
      problem: "a training tier is blocked outside its maintenance window anyway",
      got: renderValue(overrides.blockedWindow),
      expected: "no blocked window",
      fix: "remove it, or set maintenanceWindow",
    }));
}

/** Families and sizes narrow a profile; together they may leave nothing of it. */
function narrowedTiersLaunch({ tiers }: PlatformConfig): readonly ConfigFault[] {
  return entries(tiers).flatMap(([tier, overrides]) => {
    const { families, sizes } = overrides;
    if (families === undefined && sizes === undefined) return [];
    const narrowed = [
      ...tierProfiles[tier].requirements,
      ...(families === undefined
        ? []
        : [{ key: instanceFamilyLabelKey, operator: "In" as const, values: families }]),
      ...(sizes === undefined
        ? []
        : [{ key: instanceSizeLabelKey, operator: "In" as const, values: sizes }]),
    ];
    if (launchableTypes(requirementsOf(narrowed)).length > 0) return [];
    const possible = launchableTypes(requirementsOf(tierProfiles[tier].requirements));
    const key = families === undefined ? "sizes" : "families";
    const label = families === undefined ? instanceSizeLabelKey : instanceFamilyLabelKey;
    const known = [...new Set(possible.map(({ labels }) => labels[label]))].sort();
    return [
      {
        path: ["tiers", tier, key],
        problem: "no instance type is left",
        got: renderValue({ families, sizes }),
        expected: `some of ${known.join(", ")}, in a combination that exists`,
        fix: "correct families and sizes",
      },
    ];
  });
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

function entries(tiers: PlatformConfig["tiers"]) {
  return Object.entries(tiers).flatMap(([tier, overrides]) =>
    overrides === undefined ? [] : [[tier as TierName, overrides] as const],
  );
}
