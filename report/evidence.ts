/** What a report assumes, and what it is made from. */

import type { StackCost } from "./answers/limits/cost";
import type { Placements } from "./answers/placement/placement";
import { catalogueSource } from "../scheduling/catalogue/instance-catalogue";
import { embeddedVersions, karpenterVersion } from "../scheduling/karpenter/karpenter-version";
import { offeringsSourceOf } from "../scheduling/catalogue/offerings";
import type { Place } from "../scheduling/catalogue/place";
import type { Source } from "./model";
import type { CheckedPools } from "./subject/checked-pools";
import { providerOf } from "../scheduling/node-pool/class-provider";
import { listed } from "../scheduling/values/wording";
import type { Subject } from "./subject/subject";

/** https://github.com/aws/karpenter-provider-aws/blob/v1.15.2/pkg/cache/cache.go */
const fallbackTime =
  "Each step of a fallback assumes that EC2 refuses the launch before it. Karpenter leaves out what was refused for three minutes, and then tries it again before the later steps.";

/** In sentences, each once. */
export function assumptionsOf(
  { assumptions, about, agents, place, workloads, nodeClasses, nodeOverlays }: Subject,
  { pools }: CheckedPools,
  { prices }: Pick<StackCost, "prices">,
  placed: Placements,
): readonly string[] {
  const sentences = [
    ...assumptions,
    "An offering is not capacity: EC2 may have none of a type left.",
    "Calendars assume a pool of one node. A 10% budget allows one node at a time in a pool of up to ten nodes.",
    ...(about.kind === "manifests" && agents.length > 0
      ? [
          "Agents are the DaemonSets that were given; what an operator would create is not among them.",
        ]
      : []),
    ...(about.kind === "manifests" ? classAssumptions(pools, nodeClasses) : []),
    ...(nodeOverlays.length === 0
      ? []
      : [
          "NodeOverlays count where pods are placed; the costs of pools do not follow their prices. Karpenter reads them only with its feature gate NodeOverlay.",
        ]),
    ...placed.assumptions,
    ...workloads.flatMap(({ name, count = 1, declared }) =>
      declared === undefined
        ? []
        : [
            `${name} declares ${declared.toLocaleString("en-US")} pods, and Karpenter was asked about ${count} of them.`,
          ],
    ),
    ...(placed.workloads.length === 0 ? [] : [fallbackTime]),
  ];
  if (prices.some(({ isReference }) => isReference)) {
    sentences.push(
      `The prices of ${place.region} are not known here: those of us-east-1 stand in, as a reference.`,
    );
  }
  return [...new Set(sentences)];
}

/** What is assumed of the nodes of pools whose class the manifests do not have, and of EKS Auto Mode. */
function classAssumptions(
  pools: CheckedPools["pools"],
  nodeClasses: Subject["nodeClasses"],
): readonly string[] {
  const known = new Set(nodeClasses.map(({ kind, name }) => `${kind} ${name}`));
  const unknown = pools
    .map(({ written: { nodeClassRef } }) => `${nodeClassRef.kind} ${nodeClassRef.name}`)
    .filter((reference) => !known.has(reference));
  const isAutoMode = pools.some(({ written }) => providerOf(written.nodeClassRef) === "auto-mode");
  return [
    ...(unknown.length === 0
      ? []
      : [
          `No manifest has ${listed([...new Set(unknown)])}: the nodes have the AMI, the volumes and the kubelet settings that Karpenter uses by default, and nothing is said of reservations or public addresses.`,
        ]),
    ...(isAutoMode
      ? [
          "EKS Auto Mode schedules as Karpenter does. Which instance types it leaves out, its volumes and its own price are not known here.",
        ]
      : []),
  ];
}

export function sourcesOf(
  { region }: Place,
  { prices }: Pick<StackCost, "prices">,
): readonly Source[] {
  const offerings = offeringsSourceOf(region);
  return [
    {
      what: "Scheduling",
      from: "kubernetes-sigs/karpenter and karpenter-provider-aws, embedded",
      as: embeddedVersions.core,
    },
    { what: "Instance types", from: catalogueSource.labels, as: karpenterVersion },
    { what: "Offerings by zone", from: offerings.offerings, as: offerings.date },
    ...prices.map(({ region: of, source, date }) => ({
      what: `On-demand prices of ${of}`,
      from: source,
      as: date,
    })),
  ];
}
