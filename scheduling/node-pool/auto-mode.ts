/**
 * NodePools of EKS Auto Mode. It runs Karpenter with a provider of its own: labels of instance types have the domain
 * `eks.amazonaws.com`, and a node lives 21 days at most. Everything else is read as Karpenter reads it.
 * https://docs.aws.amazon.com/eks/latest/userguide/create-node-pool.html
 */

import { allowedKarpenterAwsLabelKeys } from "../requirements/labels";
import { parseDuration } from "../values/duration";
import type { NodePool } from "./node-pool";

/** https://docs.aws.amazon.com/eks/latest/userguide/automode.html */
export const autoModeMostHours = 504;

const autoModeDomain = "eks.amazonaws.com/";
const karpenterDomain = "karpenter.k8s.aws/";

/** The key by which the catalogue knows a label of Auto Mode; undefined for any other key. */
function catalogueKeyOf(autoModeKey: string): string | undefined {
  if (!autoModeKey.startsWith(autoModeDomain)) return undefined;
  const key = `${karpenterDomain}${autoModeKey.slice(autoModeDomain.length)}`;
  return allowedKarpenterAwsLabelKeys.includes(key) ? key : undefined;
}

/** Keys of requirements that choose no instance type under Auto Mode, because its types have no such label. */
export function isIdleUnderAutoMode(key: string): boolean {
  return key.startsWith(karpenterDomain);
}

/** Keys of requirements that choose no instance type under an EC2NodeClass. */
export function isIdleUnderEc2(key: string): boolean {
  return catalogueKeyOf(key) !== undefined;
}

/** The pool in the words of the catalogue, with the lifetime that Auto Mode allows. */
export function autoModePool(pool: NodePool): NodePool {
  const hours = (parseDuration(pool.expireAfter) ?? Infinity) / 3600;
  return {
    ...pool,
    requirements: pool.requirements.flatMap((requirement) =>
      isIdleUnderAutoMode(requirement.key)
        ? []
        : [{ ...requirement, key: catalogueKeyOf(requirement.key) ?? requirement.key }],
    ),
    labels: Object.fromEntries(
      Object.entries(pool.labels).map(([key, value]) => [catalogueKeyOf(key) ?? key, value]),
    ),
    expireAfter: hours > autoModeMostHours ? `${autoModeMostHours}h` : pool.expireAfter,
  };
}

/** The same for the manifest, for Karpenter's own reader. A manifest of another shape is returned as it is. */
export function autoModeManifest(manifest: unknown): unknown {
  const pool = manifest as Shaped;
  const node = pool.spec?.template?.spec;
  if (!Array.isArray(node?.requirements)) return withCatalogueKeys(manifest);
  const requirements = (node.requirements as readonly { readonly key?: unknown }[]).filter(
    ({ key }) => typeof key !== "string" || !isIdleUnderAutoMode(key),
  );
  const template = { ...pool.spec?.template, spec: { ...node, requirements } };
  return withCatalogueKeys({ ...pool, spec: { ...pool.spec, template } });
}

interface Shaped {
  readonly spec?: { readonly template?: { readonly spec?: { readonly requirements?: unknown } } };
}

/** Any data, with the label keys of Auto Mode replaced: keys of maps, and texts in fields named `key`. */
export function withCatalogueKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCatalogueKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      catalogueKeyOf(key) ?? key,
      key === "key" && typeof inner === "string"
        ? (catalogueKeyOf(inner) ?? inner)
        : withCatalogueKeys(inner),
    ]),
  );
}
