/**
 * NodeOverlays: what they add to the resources of instance types, by pool. Their prices are not read.
 *
 * Follows https://github.com/kubernetes-sigs/karpenter/blob/v1.14.1/pkg/controllers/nodeoverlay/controller.go#L228: an
 * overlay applies to the types that meet its requirements. Where two name the same resource, the one with the higher
 * weight counts.
 */

import type { InstanceType } from "../catalogue/instance-catalogue";
import { isOperator } from "../requirements/operators";
import { nodePoolLabelKey } from "../requirements/labels";
import {
  compatible,
  requirementsOf,
  type NodeSelectorRequirement,
} from "../requirements/requirements";
import { valueAt } from "../values/fault";
import { parseQuantity } from "../values/quantity";
import type { NodePool } from "./node-pool";

export interface NodeOverlay {
  readonly name: string;
  readonly weight: number;
  readonly requirements: readonly NodeSelectorRequirement[];
  /** Quantities as they are written. */
  readonly capacity: Readonly<Record<string, string>>;
  /** Whether it changes prices, which this model does not follow. */
  readonly changesPrice: boolean;
}

/** Reads any value. Parts of an unexpected shape are left out. */
export function readNodeOverlay(name: string, manifest: unknown): NodeOverlay {
  const spec = valueAt(manifest, ["spec"]);
  const weight = valueAt(spec, ["weight"]);
  const requirements = valueAt(spec, ["requirements"]);
  return {
    name,
    weight: typeof weight === "number" ? weight : 0,
    requirements: (Array.isArray(requirements) ? requirements : []).flatMap(
      (entry: unknown) => readable(entry) ?? [],
    ),
    capacity: quantitiesOf(valueAt(spec, ["capacity"])),
    changesPrice: ["price", "priceAdjustment"].some((key) => valueAt(spec, [key]) !== undefined),
  };
}

/** The resources that overlays give to a type in a pool; empty where none applies. */
export function overlaidResources(
  overlays: readonly NodeOverlay[],
  pool: NodePool,
  type: InstanceType,
): Readonly<Record<string, string>> {
  const applying = overlays
    .filter((overlay) => appliesTo(overlay, pool, type))
    .sort((a, b) => a.weight - b.weight);
  return Object.assign({}, ...applying.map(({ capacity }) => capacity)) as Record<string, string>;
}

function appliesTo(
  { requirements }: NodeOverlay,
  pool: NodePool,
  { labels }: InstanceType,
): boolean {
  const nodeSide = requirementsOf([], {
    ...pool.labels,
    ...labels,
    [nodePoolLabelKey]: pool.name,
  });
  // A type without an accelerator has none of its labels, and compares with them as absent.
  const lacksLabel = requirements.some(
    ({ key, operator }) =>
      key.startsWith("karpenter.k8s.aws/instance-") &&
      labels[key] === undefined &&
      operator !== "NotIn" &&
      operator !== "DoesNotExist",
  );
  const wanted = requirementsOf(requirements);
  return (
    !lacksLabel && compatible(nodeSide, wanted, { allowUndefinedWellKnown: true }) === undefined
  );
}

function readable(entry: unknown): NodeSelectorRequirement | undefined {
  const [key, operator, values] = ["key", "operator", "values"].map((name) =>
    valueAt(entry, [name]),
  );
  if (typeof key !== "string" || !isOperator(operator)) return undefined;
  const texts = (Array.isArray(values) ? values : []).filter((value) => typeof value === "string");
  return { key, operator, ...(values === undefined ? {} : { values: texts }) };
}

function quantitiesOf(record: unknown): Readonly<Record<string, string>> {
  if (typeof record !== "object" || record === null) return {};
  return Object.fromEntries(
    Object.entries(record).flatMap(([resource, written]: [string, unknown]) =>
      (typeof written === "string" || typeof written === "number") &&
      parseQuantity(written) !== undefined
        ? [[resource, String(written)]]
        : [],
    ),
  );
}
