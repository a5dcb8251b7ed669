import { nearest } from "../../infra/config/issue-to-fault";
import { InputFault } from "../../command-line/input-fault";
import { unknownKarpenter } from "../../scheduling/budgets/node-repair";
import { zoneLabelKey } from "../../scheduling/requirements/labels";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { offeredRegions, zoneIdsOf } from "../../scheduling/catalogue/offerings";
import { isZoneOf, zoneNamesOf } from "../../scheduling/catalogue/zone-names";
import { agentsIn } from "./daemon-set-agents";
import { karpenterObjects } from "./karpenter-objects";
import { readManifestFiles } from "./manifest-files";
import { workloadKinds, workloadsOf } from "./pod-groups";
import type { SourceManifest } from "./source-manifest";
import type { Subject } from "./subject";

/** Files, folders or standard input, and the place in which their pools launch. */
export interface ManifestRequest {
  readonly files: readonly string[];
  readonly region: string;
  /** Names of zones; empty if the user named none. */
  readonly zones: readonly string[];
}

/**
 * Manifests from any source as the subject of a report.
 *
 * @throws InputFault if a file cannot be read, if the region is unknown or if there is no NodePool
 */
export function manifestSubject(
  request: ManifestRequest,
  timeZone = "UTC",
  readInput?: () => string,
): Subject {
  const { files, region } = request;
  const faults = [...regionFaults(region), ...zoneFaults(request)];
  if (faults.length > 0) throw new InputFault(faults.join("\n"));
  const { manifests, findings } = readManifestFiles(files, readInput);
  const daemonSets = manifests.filter(({ kind }) => kind === "DaemonSet");
  const agents = agentsIn(daemonSets);
  const { nodePools, nodeClasses, nodeOverlays, passedOver } = karpenterObjects(manifests);
  if (nodePools.length === 0) {
    const details = [...findings, ...passedOver].map((finding) => `\n  ${finding}`).join("");
    throw new InputFault(
      `--manifests: no NodePool, got ${countOf(manifests)}; expected at least one; name a file that has one${details}`,
    );
  }
  const zones = zonesOf(request, nodePools);
  return {
    title: files.length > 3 ? `${files.length} files` : files.join(", "),
    about: { kind: "manifests", files },
    place: { region, zones: zones.names.map((name) => ({ name })) },
    timeZone,
    karpenter: unknownKarpenter,
    nodePools,
    nodeClasses,
    nodeOverlays,
    daemonSets,
    fixedNeeds: { elasticIps: 0 },
    workloads: workloadsOf(manifests.filter(({ kind }) => workloadKinds.includes(kind))),
    agents: agents.agents,
    findings: [...findings, ...passedOver, ...agents.findings],
    assumptions: zones.assumption === undefined ? [] : [zones.assumption],
  };
}

function regionFaults(region: string): readonly string[] {
  if (offeredRegions.includes(region)) return [];
  const meant = nearest(region, offeredRegions);
  return [
    `--region: unknown, got ${JSON.stringify(region)}; expected one of ${[...offeredRegions].sort().join(", ")}` +
      (meant === undefined ? "" : `; did you mean ${meant}?`),
  ];
}

function zoneFaults({ region, zones }: ManifestRequest): readonly string[] {
  return zones
    .filter((zone) => !isZoneOf(region, zone))
    .map(
      (zone) =>
        `--zones: no zone of ${region}, got ${JSON.stringify(zone)}; expected names such as ${region}a; name zones of the region`,
    );
}

/** The zones that the user named. Without those, the zones that the pools name, or else all zones of the region. */
function zonesOf(
  { region, zones }: ManifestRequest,
  nodePools: readonly SourceManifest[],
): { readonly names: readonly string[]; readonly assumption?: string } {
  if (zones.length > 0) return { names: zones };
  const named = new Set(nodePools.flatMap(({ manifest }) => zonesNamedBy(manifest)));
  const own = [...named].filter((zone) => isZoneOf(region, zone)).sort();
  if (own.length > 0) {
    return {
      names: own,
      assumption: `The subnets are in the zones that the pools name: ${own.join(", ")}. Name others with --zones.`,
    };
  }
  const names = zoneNamesOf(region).slice(0, zoneIdsOf(region).length);
  return {
    names,
    assumption: `The subnets are in all ${names.length} zones of ${region}. Name others with --zones.`,
  };
}

function zonesNamedBy(manifest: unknown): readonly string[] {
  return (readNodePool(manifest).pool?.requirements ?? [])
    .filter(({ key, operator }) => key === zoneLabelKey && operator === "In")
    .flatMap(({ values }) => values ?? []);
}

function countOf(manifests: readonly SourceManifest[]): string {
  if (manifests.length === 0) return "no manifest";
  return [...new Set(manifests.map(({ kind }) => kind))].sort().join(", ");
}
