import { neverDisruptedBecause } from "../../report/answers/disruption/never-disrupted";
import {
  disruptionReasons,
  type Budget,
  type DisruptionReason,
} from "../../scheduling/budgets/budget";
import { capacityTypes } from "../../scheduling/requirements/capacity-types";
import { capacityTypeLabelKey, workloadLabelKey } from "../../scheduling/requirements/labels";
import {
  maintenanceWindowAnnotationKey,
  parseMaintenanceWindow,
  type MaintenanceWindow,
} from "../../scheduling/budgets/maintenance-window";
import {
  admits,
  requirementsOf,
  type NodeSelectorRequirement,
} from "../../scheduling/requirements/requirements";
import { readNodePool } from "../../scheduling/node-pool/node-pool";
import { formatTaint, type Taint } from "../../scheduling/taints/taints";
import type { StateResource } from "../engine/checkpoint";

/** The facts of one NodePool that the summary shows, read from the engine's state. */
export interface NodePoolSummary {
  readonly name: string;
  /** The value of the template's class label; `-` without one. */
  readonly workloadClass: string;
  /** In the order in which Karpenter prefers them. */
  readonly capacityTypes: readonly string[];
  /** In the form of kubectl. */
  readonly taints: readonly string[];
  /** `<resource> <amount>`. */
  readonly limits: readonly string[];
  readonly weight: number;
  readonly nodeClass: string;
  /** The AMI alias of the node class; `-` when the class selects its AMIs in another way. */
  readonly amiAlias: string;
  /** Undefined when the pool has no field for budgets. */
  readonly budgets: readonly Budget[] | undefined;
  /** Reasons for which Karpenter disrupts no node of the pool, whatever the budgets say. */
  readonly never: readonly DisruptionReason[];
  /** The maintenance window that the pool declares; undefined when it declares none, or one that cannot be parsed. */
  readonly window: MaintenanceWindow | undefined;
}

const nodePoolType = "kubernetes:karpenter.sh/v1:NodePool";
const nodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const karpenterOrder = ["reserved", "spot", "on-demand"];

/** The fields of a NodePool that the summary reads. The engine's state has what the API server accepted. */
interface NodePool {
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: {
        readonly nodeClassRef: { readonly name: string };
        readonly requirements?: readonly NodeSelectorRequirement[];
        readonly taints?: readonly Taint[];
      };
    };
    readonly disruption?: { readonly budgets?: readonly Budget[] };
    readonly limits?: Readonly<Record<string, string | number>>;
    readonly weight?: number;
  };
}

interface NodeClass {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly amiSelectorTerms?: readonly { readonly alias?: string }[] };
}

/** The NodePools of a stack, in the order in which Karpenter tries them; pools of equal weight by name. */
export function nodePoolsOf(resources: readonly StateResource[]): readonly NodePoolSummary[] {
  const aliases = new Map(
    ofType<NodeClass>(resources, nodeClassType).map(({ metadata, spec }) => [
      metadata.name,
      spec.amiSelectorTerms?.flatMap(({ alias }) => alias ?? [])[0],
    ]),
  );
  return ofType<NodePool>(resources, nodePoolType)
    .map((pool) => summaryOf(pool, aliases))
    .sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name, "en"));
}

function ofType<T>(resources: readonly StateResource[], type: string): readonly T[] {
  return resources
    .filter((resource) => resource.type === type && resource.delete !== true)
    .map(({ outputs }) => outputs as T);
}

function summaryOf(
  manifest: NodePool,
  aliases: ReadonlyMap<string, string | undefined>,
): NodePoolSummary {
  const { metadata, spec } = manifest;
  const { nodeClassRef, requirements = [], taints = [] } = spec.template.spec;
  const parsed = parseMaintenanceWindow(
    metadata.annotations?.[maintenanceWindowAnnotationKey] ?? "",
  );
  return {
    name: metadata.name,
    workloadClass: spec.template.metadata?.labels?.[workloadLabelKey] ?? "-",
    capacityTypes: allowedCapacityTypes(requirements),
    taints: taints.map(formatTaint),
    limits: Object.entries(spec.limits ?? {}).map((limit) => limit.join(" ")),
    weight: spec.weight ?? 0,
    nodeClass: nodeClassRef.name,
    amiAlias: aliases.get(nodeClassRef.name) ?? "-",
    budgets: spec.disruption?.budgets,
    never: neverDisruptedFor(manifest),
    window: "window" in parsed ? parsed.window : undefined,
  };
}

function neverDisruptedFor(manifest: unknown): readonly DisruptionReason[] {
  const { pool } = readNodePool(manifest);
  if (pool === undefined) return [];
  return disruptionReasons.filter((reason) => neverDisruptedBecause(pool, reason) !== undefined);
}

/** Without a requirement every capacity type is allowed. */
function allowedCapacityTypes(requirements: readonly NodeSelectorRequirement[]): readonly string[] {
  const onCapacityType = requirements.filter(({ key }) => key === capacityTypeLabelKey);
  const allowed = requirementsOf(onCapacityType).get(capacityTypeLabelKey);
  return capacityTypes
    .filter((one) => allowed === undefined || admits(allowed, one))
    .sort((a, b) => karpenterOrder.indexOf(a) - karpenterOrder.indexOf(b));
}
