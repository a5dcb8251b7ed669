import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import type { Accelerator, InstanceType } from "../../../scheduling/catalogue/instance-catalogue";
import {
  acceleratorCountLabelKey,
  gpuCountLabelKey,
  instanceFamilyLabelKey,
} from "../../../scheduling/requirements/labels";
import { hasAcceleratorTaint } from "../../support/accelerator-taint";
import {
  admitsNewAccelerators,
  formatTypes,
  launchOf,
  uncoveredFinding,
} from "../../support/launch";
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

type AcceleratorKind = Accelerator["kind"];

interface AccGeneralPoolExcludesConfig {
  readonly servedAccelerators: readonly AcceleratorKind[];
}

export const accGeneralPoolExcludes: ResourceRule<AccGeneralPoolExcludesConfig> = {
  id: "acc-general-pool-excludes",
  title:
    "General pools exclude accelerators, and no pool launches accelerators for which the cluster has no device plugin.",
  why: "If a general pool admits accelerators, Karpenter launches one as soon as nothing else fits or is available. It costs many times as much, and the pods cannot use it.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [requirementsPath, labelsPath, taintsPath],
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
      strictness: { measure: (kinds) => -kinds.length, floors: {} },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "A general pool has no accelerator taint and can launch types without an accelerator. It must not be able to launch any type with NVIDIA, AMD, Neuron or Qualcomm devices. A pool without requirements can launch all types.",
    "What a pool can launch is computed. `instance-gpu-count DoesNotExist` does not exclude Inferentia, Trainium and dl2q, because they have no GPU labels. Add `instance-accelerator-count DoesNotExist`, or allow only categories and families without accelerators.",
    "A general pool that only lists families to exclude is a finding: it admits the families of tomorrow.",
    "No pool, with or without taints, may launch a kind of accelerator that is not in `servedAccelerators`. For example, category g includes g4ad (AMD).",
    "For a pool without an accelerator taint it is a finding if no type in the catalogue meets the requirements, or if they name a type that is not in the catalogue.",
  ],
  since: "0.1.0",
  check: (resource, { servedAccelerators }) => {
    const pool = nodePool(resource);
    const tainted = taints(pool);
    if (tainted.faults.length > 0) return tainted.faults;
    const launch = launchOf(pool);
    if (launch.faults.length > 0) return launch.faults;
    const isTainted = hasAcceleratorTaint(tainted.entries);
    const accelerated = launch.types.filter((type) => acceleratorOf(type) !== undefined);
    const isGeneral = !isTainted && accelerated.length < launch.types.length;
    if (isGeneral && accelerated.length > 0) {
      return [generalFinding(accelerated, launch.types.length)];
    }
    const unserved = accelerated.filter((type) => isUnserved(type, servedAccelerators));
    if (unserved.length > 0) return [unservedFinding(unserved, servedAccelerators)];
    if (isTainted) return [];
    const uncovered = uncoveredFinding(launch);
    if (uncovered !== undefined) return [uncovered];
    return isGeneral && admitsNewAccelerators(pool) ? [newFamiliesFinding] : [];
  },
};

const newFamiliesFinding: Finding = {
  path: requirementsPath,
  problem: "a general pool excludes the accelerators of today by name",
  got: "requirements that admit a family with accelerators that EC2 does not have yet",
  expected: "requirements that exclude accelerators as such, or that name what is allowed",
  because:
    "The next family of accelerated types is in no list. Karpenter knows it with its next version, and launches it.",
  fix: `add { key: "${gpuCountLabelKey}", operator: "DoesNotExist" } and { key: "${acceleratorCountLabelKey}", operator: "DoesNotExist" } to ${fieldText(requirementsPath)}`,
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

function unservedFinding(
  unserved: readonly InstanceType[],
  servedAccelerators: readonly AcceleratorKind[],
): Finding {
  const families = [...new Set(unserved.map(({ labels }) => labels[instanceFamilyLabelKey] ?? ""))];
  const kinds = [...new Set(unserved.flatMap((type) => acceleratorOf(type)?.kind ?? []))].sort();
  return {
    path: requirementsPath,
    problem: `the pool can launch ${formatKinds(kinds)} accelerators, for which the cluster has no device plugin`,
    got: formatTypes(unserved, ""),
    expected:
      servedAccelerators.length === 0
        ? "only types without an accelerator"
        : `no accelerators except ${formatKinds(servedAccelerators)}`,
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
