/** What is probably wrong with a resource that no pool has enough of. */

import { closest, distance } from "fastest-levenshtein";

import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { isExtendedResource } from "../../../scheduling/taints/extended-resource-toleration";
import { parseQuantity } from "../../../scheduling/values/quantity";
import { at, podNeeds } from "./pod-needs";

/** One or two sentences; undefined where the resources of the pod explain nothing. */
export function resourceHint(pod: unknown, pools: readonly NodePool[]): string | undefined {
  const { requests = {} } = podNeeds(pod);
  for (const [resource, wanted] of Object.entries(requests)) {
    if (!isExtendedResource(resource) && !resource.startsWith("hugepages-")) continue;
    const known = knownResources();
    if (!known.includes(resource)) return unknownText(resource, known);
    const most = mostOf(resource, pools);
    if (most > 0 && wanted > most) return tooManyText(resource, wanted, most, pod);
  }
  return undefined;
}

function unknownText(resource: string, known: readonly string[]): string {
  // `nvidia.com/gpus` and `aws.amazon.com/neurondevice` begin with the name that was meant.
  const nearest = known.find((name) => resource.startsWith(name)) ?? closest(resource, [...known]);
  const isNear = resource.startsWith(nearest) || distance(resource, nearest) <= mostTypos;
  const meant = isNear ? ` Was ${nearest} meant?` : "";
  return `Karpenter knows no type that offers ${resource}; only a NodeOverlay could say so.${meant}`;
}

function tooManyText(resource: string, wanted: number, most: number, pod: unknown): string {
  const containers = at(at(pod, "spec"), "containers");
  const asking = (Array.isArray(containers) ? containers : []).filter(
    (container) => at(at(at(container, "resources"), "limits"), resource) !== undefined,
  ).length;
  const sum =
    asking > 1 ? `Karpenter adds up the ${asking} containers: ${wanted} ${resource}. ` : "";
  const shares =
    resource.endsWith("/gpu") && asking > 1
      ? " It knows no shares of a GPU without a NodeOverlay."
      : "";
  return `${sum}No type of these pools has more than ${most}.${shares}`;
}

function mostOf(resource: string, pools: readonly NodePool[]): number {
  const amounts = pools.flatMap(({ requirements, labels }) =>
    launchableTypes(requirementsOf(requirements, labels)).map(
      ({ allocatable }) => parseQuantity(allocatable[resource] ?? "0") ?? 0,
    ),
  );
  return amounts.reduce((a, b) => Math.max(a, b), 0);
}

const mostTypos = 4;

let names: readonly string[] | undefined;

/** Every extended resource of the catalogue. */
function knownResources(): readonly string[] {
  names ??= [...new Set(instanceTypes().flatMap(({ allocatable }) => Object.keys(allocatable)))]
    .filter(isExtendedResource)
    .sort();
  return names;
}
