import { formatTaint, gpuTaintKey, neuronTaintKey } from "../../scheduling/taints/taints";
import type { Taint } from "../../scheduling/taints/taints";
import { listed } from "../../scheduling/values/wording";
import { formatTypes, launchOf, typesOfKind, uncoveredFinding } from "./launch";
import { fieldText, optionally } from "./message";
import { requirementsPath, startupTaintsPath, taints, taintsPath } from "./node-pool";
import type { NodePool } from "./node-pool";
import { quoted } from "./quoted";
import type { Finding } from "./rule";

/** One family of accelerators and the taint that keeps other pods off its nodes. */
export interface AcceleratorTaint {
  readonly kind: "nvidia" | "neuron";
  /** As messages name the family: `NVIDIA`. */
  readonly name: string;
  readonly taintKey: string;
  /** The label that every type of the family has and other types lack. */
  readonly countLabelKey: string;
}

/** Taints that every pod with a device tolerates, so they do not keep such pods away. */
export const acceleratorTaintKeys: readonly string[] = [gpuTaintKey, neuronTaintKey];

/** Whether the list has an accelerator taint with any effect. */
export function hasAcceleratorTaint(list: readonly Taint[]): boolean {
  return list.some(({ key }) => acceleratorTaintKeys.includes(key));
}

/** Findings for a pool that can launch the family but does not have its NoSchedule taint. */
export function acceleratorTaintFindings(
  pool: NodePool,
  family: AcceleratorTaint,
): readonly Finding[] {
  const tainted = taints(pool);
  if (tainted.faults.length > 0) return tainted.faults;
  if (tainted.entries.some((taint) => isNoSchedule(taint, family))) return [];
  const launch = launchOf(pool);
  if (launch.faults.length > 0) return launch.faults;
  const types = typesOfKind(launch, family.kind);
  if (types.length === 0) {
    // Any accelerator taint keeps other pods off whatever the catalogue does not know.
    if (tainted.entries.some(isAcceleratorTaint)) return [];
    const uncovered = uncoveredFinding(launch);
    return uncovered === undefined ? [] : [uncovered];
  }
  const startup = isStartupTaint(pool, family);
  const others = types.length < launch.types.length;
  return [
    {
      path: taintsPath,
      problem: startup
        ? `only a startup taint for ${family.taintKey}`
        : `no NoSchedule taint for ${family.taintKey}`,
      got: formatTaints(tainted.entries),
      expected: `${family.taintKey}:NoSchedule`,
      because: `This pool can launch ${formatTypes(types, family.name)}. ${whoLands(tainted.entries, family)}${startup ? ": Karpenter ignores startup taints when it places pods" : ""}.`,
      fix:
        `add { key: "${family.taintKey}", effect: "NoSchedule" } to ${fieldText(taintsPath)}` +
        (others
          ? `, or keep these types out with { key: "${family.countLabelKey}", operator: "DoesNotExist" } in ${fieldText(requirementsPath)}`
          : ""),
    },
  ];
}

/** Another NoSchedule taint keeps most pods away, but not those that tolerate it. */
function whoLands(entries: readonly Taint[], family: AcceleratorTaint): string {
  const keeping = entries.filter(({ effect }) => effect === "NoSchedule");
  return keeping.length === 0
    ? `Pods that request no ${family.name} device would land on them`
    : `Pods that tolerate its other taints would land on them without requesting a ${family.name} device`;
}

/** `[team=ml:NoSchedule]`, cut after three. */
export function formatTaints(list: readonly Taint[]): string {
  return `[${listed(list.map(taintText))}]`;
}

/** A taint as {@link quoted} shows texts. */
export function taintText({ key, value, effect }: Taint): string {
  return formatTaint({ key: quoted(key), ...(value ? { value: quoted(value) } : {}), effect });
}

function isNoSchedule(taint: Taint, family: AcceleratorTaint): boolean {
  return taint.key === family.taintKey && taint.effect === "NoSchedule";
}

function isAcceleratorTaint(taint: Taint): boolean {
  return acceleratorTaintKeys.includes(taint.key) && taint.effect === "NoSchedule";
}

function isStartupTaint(pool: NodePool, family: AcceleratorTaint): boolean {
  const startup = optionally(() => taints(pool, startupTaintsPath).entries);
  return startup?.some((taint) => isNoSchedule(taint, family)) ?? false;
}
