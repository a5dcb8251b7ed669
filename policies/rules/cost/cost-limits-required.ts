import { acceleratorOf, capacityOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import { retiredAnnotationKey } from "../../../scheduling/node-pool/pool-limits";
import { formatTypes, launchOf, uncoveredFinding } from "../../support/launch";
import type { Launch } from "../../support/launch";
import { formatLimits, readLimits } from "../../support/limits";
import type { Limits } from "../../support/limits";
import { fieldText } from "../../support/message";
import {
  annotation,
  annotationsPath,
  isStatic,
  labelsPath,
  limitsPath,
  nodePool,
  nodePoolTypes,
  replicasPath,
  requirementsPath,
  templateLabels,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import type { Finding, ResourceRule } from "../../support/rule";
import { staticLimitsFindings } from "../../support/static-pool-limits";

const retiredPath = [...annotationsPath, retiredAnnotationKey];

export const costLimitsRequired: ResourceRule<object> = {
  id: "cost-limits-required",
  title: "Every pool has limits, and an accelerator pool limits its accelerators.",
  why: "Without a limit a pool launches as many nodes as pods ask for. One wrong replica count costs thousands of dollars an hour.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [limitsPath, requirementsPath, labelsPath, replicasPath, retiredPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "A pool has at least one limit, each a quantity of 0 or more.",
    "A pool that can launch accelerators limits each of their resources (`nvidia.com/gpu`, `aws.amazon.com/neuron`, `amd.com/gpu`). A limit on cpu or memory says little about what GPUs cost.",
    "Limits count the physical capacity of nodes. It is a finding if no type that the pool can launch fits into all its limits: the pool would never launch a node.",
    'A pool may be closed on purpose, for example the old slot of a blue/green change. It then has the annotation `accelerator-platform.io/retired: "true"` and limits of exactly 0 that no type fits into. Such limits without the annotation are a finding, and so is the annotation on a pool that can still launch a node.',
    "A limit on devices is a whole number without a suffix. `8k` is eight thousand devices, `8Gi` more than there are, and no node has half of one.",
    "Nodes that share their GPUs (the labels `nvidia.com/device-plugin.config` and `nvidia.com/mig.config`) may report other resources than `nvidia.com/gpu`. Karpenter counts a running node by what it reports, so such a pool has a second limit, on the shared resource, on cpu, memory or `nodes`.",
    "A static pool (`replicas`) has the limit `nodes`, which must not be lower than the replicas. It may have no other limit.",
  ],
  since: "0.1.0",
  check: (resource) => {
    const pool = nodePool(resource);
    const limits = readLimits(pool);
    if (isStatic(pool)) return staticLimitsFindings(pool, limits);
    if (limits.faults.length > 0) return limits.faults;
    const parts = partialDeviceFindings(limits);
    if (parts.length > 0) return parts;
    const launch = launchOf(pool);
    if (launch.faults.length > 0) return launch.faults;
    if (limits.amounts.size === 0) return [missingLimitsFinding(launch)];
    const uncovered = uncoveredFinding(launch);
    if (uncovered !== undefined) return [uncovered];
    return [
      ...missingDeviceFindings(launch, limits),
      ...sharedDeviceFindings(pool, limits),
      ...(isRetired(pool) ? stillOpenFindings(launch, limits) : tooSmallFindings(launch, limits)),
    ];
  },
};

function missingLimitsFinding(launch: Launch): Finding {
  const resources = deviceResources(launch);
  const wanted = resources.length > 0 ? resources : ["cpu"];
  return {
    path: limitsPath,
    problem: "no limit on what the pool may launch",
    got: "nothing",
    expected: `limits for ${wanted.join(" and ")}`,
    because: `This pool can launch ${formatTypes(dearest(launch.types), "")}, as many as pods ask for.`,
    fix: `set ${fieldText(limitsPath)} to { ${wanted.map((resource) => `"${resource}": <most you will pay for>`).join(", ")} }`,
  };
}

function missingDeviceFindings(launch: Launch, limits: Limits): readonly Finding[] {
  return deviceResources(launch)
    .filter((resource) => !limits.amounts.has(resource))
    .map((resource) => {
      const types = launch.types.filter((type) => deviceResource(type) === resource);
      return {
        path: limitsPath,
        problem: `no limit for ${resource}`,
        got: formatLimits(limits),
        expected: `a limit for ${resource}`,
        because: `This pool can launch ${formatTypes(dearest(types), "")} with ${resource}; limits on other resources do not say how many.`,
        fix: `add "${resource}" to ${fieldText(limitsPath)}, or keep these types out in ${fieldText(requirementsPath)}`,
      };
    });
}

function partialDeviceFindings(limits: Limits): readonly Finding[] {
  return [...limits.written]
    .filter(([resource, text]) => isDevice(resource) && !/^\d{1,6}$/.test(text))
    .map(([resource, text]) => ({
      path: [...limitsPath, resource],
      problem: "a limit on devices that is not a whole number of them",
      got: quoted(text),
      expected: "a whole number without a suffix, such as 8",
      because: "k is a thousand and Gi more than a billion; a part of a device is none.",
      fix: `write the number of devices that you will pay for at ${fieldText([...limitsPath, resource])}`,
    }));
}

/** Extended resources that count devices. */
function isDevice(resource: string): boolean {
  return /^(nvidia\.com|amd\.com|aws\.amazon\.com|vpc\.amazonaws\.com|gpu\.intel\.com)\//.test(
    resource,
  );
}

const sharingLabelKeys: readonly string[] = [
  "nvidia.com/device-plugin.config",
  "nvidia.com/mig.config",
  "nvidia.com/mps.capable",
];

function sharedDeviceFindings(pool: NodePool, limits: Limits): readonly Finding[] {
  const labels = templateLabels(pool);
  if (labels.kind !== "present") return [];
  const sharing = sharingLabelKeys.find((key) => Object.hasOwn(labels.value, key));
  const whole = ["nvidia.com/gpu", "vpc.amazonaws.com/efa"];
  if (sharing === undefined || [...limits.amounts.keys()].some((key) => !whole.includes(key))) {
    return [];
  }
  return [
    {
      path: limitsPath,
      problem: "a limit on whole GPUs for nodes that share them",
      got: formatLimits(limits),
      expected: "a limit on the shared resource too, or on cpu, memory or nodes",
      because: `Nodes with the label ${sharing} report shares in place of nvidia.com/gpu, and Karpenter counts a running node by what it reports: the limit never stops the pool.`,
      fix: `add a limit on nodes, or on the shared resource, to ${fieldText(limitsPath)}`,
    },
  ];
}

function isRetired(pool: NodePool): boolean {
  const retired = annotation(pool, retiredAnnotationKey);
  return retired.kind === "present" && retired.value === "true";
}

/** The finding for a retired pool that limits of 0 do not close. Small limits above 0 close a pool only by mistake. */
function stillOpenFindings(launch: Launch, limits: Limits): readonly Finding[] {
  const zeros = [...limits.amounts].filter(([, amount]) => amount === 0);
  const open = launch.types.filter((type) => zeros.every(([r, amount]) => fits(type, r, amount)));
  if (open.length === 0) return [];
  const resources = deviceResources(launch);
  const wanted = resources.length > 0 ? resources : ["cpu"];
  return [
    {
      path: limitsPath,
      problem: "a retired pool that may still launch nodes",
      got: formatLimits(limits),
      expected: wanted.map((resource) => `${resource}: 0`).join(", "),
      because: `The annotation ${retiredAnnotationKey} says that the pool launches nothing more, but it can launch ${formatTypes(dearest(open), "")}.`,
      fix: `set ${fieldText(limitsPath)} to { ${wanted.map((resource) => `"${resource}": 0`).join(", ")} }, or remove the annotation`,
    },
  ];
}

/** Findings for limits that no type fits into: one for each limit that excludes every type, else one for all limits together. */
function tooSmallFindings(launch: Launch, limits: Limits): readonly Finding[] {
  if (
    launch.types.some((type) => [...limits.amounts].every(([r, amount]) => fits(type, r, amount)))
  ) {
    return [];
  }
  const alone = [...limits.amounts]
    .filter(([resource, amount]) => !launch.types.some((type) => fits(type, resource, amount)))
    .map(([resource]): Finding => {
      const smallest = smallestOf(launch.types, resource);
      return {
        path: [...limitsPath, resource],
        problem: "limit below the smallest type that the pool can launch",
        got: quoted(limits.written.get(resource) ?? ""),
        expected: `at least the ${formatAmount(resource, smallest.amount)} of ${smallest.name}`,
        because: `Karpenter launches no node that would exceed a limit, so this pool never launches any of its ${launch.types.length} types.`,
        fix: `raise the limit for ${quoted(resource)}, or remove the pool${limits.amounts.get(resource) === 0 ? `; to close it on purpose, set ${fieldText(retiredPath)} to "true"` : ""}`,
      };
    });
  if (alone.length > 0) return alone;
  return [
    {
      path: limitsPath,
      problem: "limits that together exclude every type that the pool can launch",
      got: formatLimits(limits),
      expected: "limits into which at least one type fits",
      because: `Karpenter launches no node that would exceed any limit, so this pool never launches any of its ${launch.types.length} types.`,
      fix: "raise the limit that is smallest for its types, or allow smaller types",
    },
  ];
}

function fits(type: InstanceType, resource: string, amount: number): boolean {
  // `nodes` and resources that come from the node class are not in the catalogue.
  const capacity = resource === "nodes" ? 1 : (capacityOf(type)[resource] ?? 0);
  return capacity <= amount;
}

function smallestOf(
  types: readonly InstanceType[],
  resource: string,
): { readonly name: string; readonly amount: number } {
  return types
    .map((type) => ({
      name: resource === "nodes" ? "one node" : type.name,
      amount: resource === "nodes" ? 1 : (capacityOf(type)[resource] ?? 0),
    }))
    .reduce((least, next) => (next.amount < least.amount ? next : least));
}

function formatAmount(resource: string, amount: number): string {
  return resource === "memory" ? `${Math.ceil(amount / 2 ** 30)}Gi` : `${amount}`;
}

function deviceResources(launch: Launch): readonly string[] {
  return [...new Set(launch.types.flatMap((type) => deviceResource(type) ?? []))].sort();
}

/** The resource that pods request for the type's devices; none for fractions and for Qualcomm cards. */
function deviceResource(type: InstanceType): string | undefined {
  const accelerator = acceleratorOf(type);
  return accelerator !== undefined && accelerator.count > 0 ? accelerator.resource : undefined;
}

/** Most expensive first, types without a price last. */
function dearest(types: readonly InstanceType[]): readonly InstanceType[] {
  return [...types].sort((a, b) => (b.onDemandUsdPerHour ?? 0) - (a.onDemandUsdPerHour ?? 0));
}
