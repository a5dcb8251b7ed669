import type { FaultPath } from "../../../scheduling/values/fault";
import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  acceleratorCountLabelKey,
  gpuCountLabelKey,
} from "../../../scheduling/requirements/labels";
import { gpuTaintKey, neuronTaintKey } from "../../../scheduling/taints/taints";
import type { Taint } from "../../../scheduling/taints/taints";
import { hasAcceleratorTaint, taintText } from "../../support/accelerator-taint";
import { formatTypes, launchOf, typesOfKind, uncoveredFinding } from "../../support/launch";
import type { Launch } from "../../support/launch";
import { fieldText } from "../../support/message";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  taints,
  taintsPath,
} from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";

export const accTaintExclusive: ResourceRule<object> = {
  id: "acc-taint-exclusive",
  title:
    "A pool with an accelerator taint launches only nodes with that accelerator, and no pool mixes two kinds.",
  why: "A node with the taint but without the accelerator attracts pods that wait for a device which never appears, and no other pod can use the node.",
  severity: "medium",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [taintsPath, requirementsPath, labelsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "A pool with the taint `nvidia.com/gpu` may launch only types with NVIDIA GPUs. A pool with the taint `aws.amazon.com/neuron` may launch only Inferentia and Trainium. The effect of the taint does not matter. Startup taints do not count.",
    "An accelerator pool does not mix the two kinds. A pod for one kind might start a node at the price of the other, and one limit cannot cover both.",
    "AMD and Qualcomm types, and general pools without an accelerator taint, are checked by acc-general-pool-excludes.",
    "For a pool with an accelerator taint it is a finding if no type in the catalogue meets the requirements, or if they name a type that is not in the catalogue.",
  ],
  since: "0.1.0",
  check: (resource) => {
    const pool = nodePool(resource);
    const tainted = taints(pool);
    if (tainted.faults.length > 0) return tainted.faults;
    const isTainted = hasAcceleratorTaint(tainted.entries);
    const launch = launchOf(pool);
    if (launch.faults.length > 0) return isTainted ? launch.faults : [];
    const uncovered = isTainted ? uncoveredFinding(launch) : undefined;
    if (uncovered !== undefined) return [uncovered];
    const isMixed = mixes(launch, isTainted);
    return [
      ...(isMixed ? [mixedFinding(launch)] : []),
      ...tainted.entries.flatMap((taint, index) =>
        strangerFindings(taint, [...taintsPath, index], launch, isMixed),
      ),
    ];
  },
};

/** A kind of accelerator and its taint. */
interface TaintedKind {
  readonly kind: "nvidia" | "neuron";
  readonly taintKey: string;
  /** As messages name one of its devices. */
  readonly device: string;
  /** The label that every type of the kind has and other types lack. */
  readonly countLabelKey: string;
}

const taintedKinds: readonly TaintedKind[] = [
  {
    kind: "nvidia",
    taintKey: gpuTaintKey,
    device: "an NVIDIA GPU",
    countLabelKey: gpuCountLabelKey,
  },
  {
    kind: "neuron",
    taintKey: neuronTaintKey,
    device: "a Neuron device",
    countLabelKey: acceleratorCountLabelKey,
  },
];

/** Whether an accelerator pool, which has a taint or launches nothing else, can launch both kinds. */
function mixes(launch: Launch, isTainted: boolean): boolean {
  const both = taintedKinds.every(({ kind }) => typesOfKind(launch, kind).length > 0);
  return both && (isTainted || launch.types.every((type) => acceleratorOf(type) !== undefined));
}

function mixedFinding(launch: Launch): Finding {
  return {
    path: requirementsPath,
    problem: "one pool for NVIDIA GPUs and Neuron devices",
    got: `${formatTypes(typesOfKind(launch, "nvidia"), "NVIDIA")} and ${formatTypes(typesOfKind(launch, "neuron"), "Neuron")}`,
    expected: "accelerators of one kind",
    because:
      "No single set of taints, limits and images fits both kinds: with both taints the pods of neither kind are placed, and with one taint the pods that tolerate it also land on nodes of the other kind.",
    fix: `split the pool, with { key: "${acceleratorCountLabelKey}", operator: "DoesNotExist" } in the one and { key: "${gpuCountLabelKey}", operator: "DoesNotExist" } in the other`,
  };
}

/** The finding for types behind a taint that do not have the taint's accelerator. */
function strangerFindings(
  taint: Taint,
  path: FaultPath,
  launch: Launch,
  isMixed: boolean,
): readonly Finding[] {
  const tainted = taintedKinds.find(({ taintKey }) => taintKey === taint.key);
  if (tainted === undefined) return [];
  const strangers = launch.types.filter((type) => isStranger(type, tainted, isMixed));
  if (strangers.length === 0) return [];
  const every = strangers.length === launch.types.length;
  return [
    {
      path,
      problem: `the taint ${taint.key} on a pool that can launch types without ${tainted.device}`,
      got: `${taintText(taint)} with ${formatTypes(strangers, "")}`,
      expected: `only types with ${tainted.device} behind the taint`,
      because: `Pods that tolerate the taint land there and wait for ${tainted.device} that no such node has; pods that would fit are kept out.`,
      fix: every
        ? `remove the taint from ${fieldText(taintsPath)}`
        : `add { key: "${tainted.countLabelKey}", operator: "Exists" } to ${fieldText(requirementsPath)}, or move the other types to a pool of their own`,
    },
  ];
}

function isStranger(type: InstanceType, { kind }: TaintedKind, isMixed: boolean): boolean {
  const other = acceleratorOf(type)?.kind;
  if (other === undefined) return true;
  // Reported together with the mix, or by acc-general-pool-excludes.
  return other !== kind && !isMixed && taintedKinds.some((tainted) => tainted.kind === other);
}
