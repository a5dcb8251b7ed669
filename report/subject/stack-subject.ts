import path from "node:path";

import { nodeOverlays } from "../../components/node-pools/node-overlays.builder";
import { nodePool } from "../../components/node-pools/node-pool.builder";
import type { Tier } from "../../components/node-pools/tier";
import { formatFaults, formatFolderFault } from "../../infra/config/config-fault";
import { readStackFile } from "../../infra/checks/read-stack-file";
import { parseStackText } from "../../infra/config/stack-text";
import { stackOfArgument } from "../../infra/config/stack-argument";
import { unknownStack } from "../../infra/config/stack-names";
import type { PlatformConfig } from "../../infra/config/schema";
import { platformSpec } from "../../infra/resolved/platform-spec";
import { fixedNeeds } from "../../infra/resolved/fixed-needs";
import { agentsOf } from "../../infra/resolved/agents";
import { karpenterMinorOf } from "../../scheduling/values/karpenter-minor";
import type { Place } from "../../scheduling/catalogue/place";
import { InputFault } from "../../command-line/input-fault";
import { workloadsOfTiers } from "./stack-workloads";
import type { SourceManifest } from "./source-manifest";
import type { Subject } from "./subject";

/**
 * A stack as the subject of a report.
 *
 * @throws InputFault if the stack does not exist, or with all faults of its file
 */
export function stackSubject(root: string, argument: string, timeZone?: string): Subject {
  const folder = path.join(root, "stacks");
  const stack = stackOfArgument(folder, argument);
  const unknown = unknownStack(folder, stack);
  if (unknown !== undefined) throw new InputFault(formatFolderFault(unknown));
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  const name = path.relative(root, file).split(path.sep).join("/");
  const { config, faults, text } = readStackFile(file);
  if (config === undefined) throw new InputFault(formatFaults(name, faults));
  const spec = platformSpec(config);
  const { lineOf } = parseStackText(text);
  const sourceOf = (tier: Tier): Pick<SourceManifest, "from" | "file" | "lineOf"> => ({
    from: name,
    file: name,
    // A field of a pool comes from the tier, so every field has the line of the tier.
    lineOf: () => lineOf(["tiers", tier.name]).line,
  });
  return {
    title: stack,
    about: { kind: "stack", environment: config.environment, file: name },
    place: placeOf(config),
    timeZone: timeZone ?? config.timeZone,
    karpenter: {
      minor: karpenterMinorOf(config.versions.karpenter),
      nodeRepair: config.karpenter.nodeRepair.enabled,
      legacyNodeRepair: config.karpenter.nodeRepair.legacy,
    },
    nodePools: spec.tiers.map((tier) => ({
      ...sourceOf(tier),
      kind: "NodePool",
      name: tier.name,
      manifest: { apiVersion: "karpenter.sh/v1", kind: "NodePool", ...nodePool(tier) },
    })),
    nodeClasses: [],
    daemonSets: [],
    nodeOverlays: spec.tiers.flatMap((tier) =>
      nodeOverlays(tier).map(({ metadata, spec: overlay }) => ({
        ...sourceOf(tier),
        kind: "NodeOverlay",
        name: metadata.name,
        manifest: {
          apiVersion: "karpenter.sh/v1alpha1",
          kind: "NodeOverlay",
          metadata,
          spec: overlay,
        },
      })),
    ),
    fixedNeeds: fixedNeeds(spec),
    workloads: workloadsOfTiers(spec.tiers),
    agents: agentsOf(spec),
    neuronSchedulers: [config.neuron.schedulerExtension?.schedulerName ?? []].flat(),
    findings: [],
    assumptions: [],
  };
}

function placeOf({ region, network: { zones, zoneIds } }: PlatformConfig): Place {
  return {
    region,
    zones: zones.map((zone) => {
      const id = zoneIds?.[zone];
      return id === undefined ? { name: zone } : { name: zone, id };
    }),
  };
}
