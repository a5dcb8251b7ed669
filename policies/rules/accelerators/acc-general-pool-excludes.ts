import { fieldText } from "../../support/message";
import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { Accelerator, InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  acceleratorCountLabelKey,
  gpuCountLabelKey,
  instanceFamilyLabelKey,
} from "../../../scheduling/requirements/labels";
import { hasAcceleratorTaint } from "../../support/accelerator-taint";
import { formatTypes, launchOf, uncoveredFinding } from "../../support/launch";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  taints,
  taintsPath,
} from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";

type AcceleratorKind = Accelerator["kind"];

interface AccGeneralPoolExcludesConfig {
  readonly servedAccelerators: readonly AcceleratorKind[];
}

export const accGeneralPoolExcludes: ResourceRule<AccGeneralPoolExcludesConfig> = {
  id: "acc-general-pool-excludes",
  title: "General pools exclude accelerators, and no pool launches one that nothing serves.",
  why: "A general pool that admits accelerators launches one as soon as it is what fits or what is left: at many times the price, for pods that have no use for it.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guards: [requirementsPath, labelsPath, taintsPath],
  config: {
    servedAccelerators: {
      default: ["nvidia", "neuron"],
      description:
        "Kinds of accelerators for which the cluster has a driver and a device plugin. A pool that can launch another kind pays for devices that no pod can use.",
      schema: {
        type: "array",
        uniqueItems: true,
        items: { type: "string", enum: ["nvidia", "neuron", "amd", "qualcomm"] },
      },
    },
  },
  anchors: [],
  onUnknown: "fail",
  judges: [
    "A general pool is one that can launch types without an accelerator and has no accelerator taint. It must not be able to launch any type with NVIDIA, AMD, Neuron or Qualcomm devices; a pool without requirements can launch them all.",
    "What a pool can launch is computed. `instance-gpu-count DoesNotExist` leaves Inferentia, Trainium and dl2q in: they have no GPU labels. It takes `instance-accelerator-count DoesNotExist` beside it, or categories and families without accelerators.",
    "No pool, tainted or not, can launch a kind of accelerator that is not in `servedAccelerators`: category g also has g4ad (AMD).",
    "Requirements that no known type meets, or types that the catalogue has not, are a finding for a pool without an accelerator taint.",
    "A NodePoolPatch is judged when it writes requirements or labels that decide about instance types.",
  ],
  since: "0.1.0",
  check: (resource, { servedAccelerators }) => {
    const pool = nodePool(resource);
    const tainted = taints(pool);
    if (tainted.faults.length > 0) return tainted.faults;
    const launch = launchOf(pool);
    if (pool.patch && !launch.written) return [];
    if (launch.faults.length > 0) return launch.faults;
    const isTainted = hasAcceleratorTaint(tainted.entries);
    const accelerated = launch.types.filter((type) => acceleratorOf(type) !== undefined);
    const isGeneral = !isTainted && accelerated.length < launch.types.length;
    if (isGeneral && accelerated.length > 0) {
      const finding = generalFinding(accelerated, launch.types.length);
      return [pool.patch && !tainted.written ? { ...finding, because: unshownTaints } : finding];
    }
    const unserved = accelerated.filter((type) => isUnserved(type, servedAccelerators));
    if (unserved.length > 0) return [unservedFinding(unserved, servedAccelerators)];
    const uncovered = isTainted ? undefined : uncoveredFinding(launch);
    return uncovered === undefined ? [] : [uncovered];
  },
};

function generalFinding(accelerated: readonly InstanceType[], count: number): Finding {
  return {
    path: requirementsPath,
    problem: "a general pool can launch accelerators",
    got: `${formatTypes(accelerated, "accelerated")} among ${count}`,
    expected: "only types without an accelerator",
    because:
      "Karpenter launches one of them when the others are exhausted or a large pod fits nothing else, and then keeps it for every pod that lands there.",
    fix:
      `add { key: "${gpuCountLabelKey}", operator: "DoesNotExist" } and { key: "${acceleratorCountLabelKey}", operator: "DoesNotExist" } to ${fieldText(requirementsPath)}, ` +
      "or give accelerators a pool of their own, with their taint",
  };
}

const unshownTaints =
  "The patch does not show the pool's taints: without an accelerator taint any pod may start one of them, and with one the others are of no use to its pods.";

function unservedFinding(
  unserved: readonly InstanceType[],
  servedAccelerators: readonly AcceleratorKind[],
): Finding {
  const families = [...new Set(unserved.map(({ labels }) => labels[instanceFamilyLabelKey] ?? ""))];
  const kinds = [...new Set(unserved.flatMap((type) => acceleratorOf(type)?.kind ?? []))].sort();
  return {
    path: requirementsPath,
    problem: `the pool can launch ${formatKinds(kinds)} accelerators, which nothing in the cluster serves`,
    got: formatTypes(unserved, ""),
    expected:
      servedAccelerators.length === 0
        ? "only types without an accelerator"
        : `no accelerators but ${formatKinds(servedAccelerators)}`,
    because:
      "No device plugin advertises their devices: pods wait for a device that never comes while the node is billed.",
    fix: `add { key: "${instanceFamilyLabelKey}", operator: "NotIn", values: ${JSON.stringify(families)} } to ${fieldText(requirementsPath)}, or add ${kinds.join(" and ")} to servedAccelerators in the pack's configuration`,
  };
}

const kindNames: Readonly<Record<AcceleratorKind, string>> = {
  nvidia: "NVIDIA",
  amd: "AMD",
  neuron: "Neuron",
  qualcomm: "Qualcomm",
};

function formatKinds(kinds: readonly AcceleratorKind[]): string {
  return kinds.map((kind) => kindNames[kind]).join(" and ");
}

function isUnserved(type: InstanceType, servedAccelerators: readonly AcceleratorKind[]): boolean {
  const kind = acceleratorOf(type)?.kind;
  return kind !== undefined && !servedAccelerators.includes(kind);
}
