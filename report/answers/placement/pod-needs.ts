/** The parts of a pod that decide which instance types a placement needs. The pod is untrusted and may be any value. */

import type { Toleration } from "../../../scheduling/taints/taints";
import { parseQuantity } from "../../../scheduling/values/quantity";

export interface PodNeeds {
  /** Resources that containers request or limit. */
  readonly resources: readonly string[];
  /**
   * What the pod takes of a node, in base units: cores, bytes. Without a request the limit counts, as in Kubernetes.
   * Undefined if a quantity cannot be read, or if the pod has an overhead or pod-level resources.
   */
  readonly requests: Readonly<Record<string, number>> | undefined;
  readonly tolerations: readonly Toleration[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Keys of the node labels that the pod selects by, in its nodeSelector or node affinity. */
  readonly nodeLabelKeys: readonly string[];
  /** Keys of the node labels that the pod is spread over, or that its pod affinity names. */
  readonly topologyKeys: readonly string[];
}

/** Parts of an unexpected shape count as absent. Karpenter's own reader reports them. */
export function podNeeds(pod: unknown): PodNeeds {
  const spec = at(pod, "spec");
  const affinity = at(spec, "affinity");
  const containers = [...list(at(spec, "containers")), ...list(at(spec, "initContainers"))];
  return {
    resources: distinct(
      containers.flatMap((container) => {
        const resources = at(container, "resources");
        return [...keys(at(resources, "requests")), ...keys(at(resources, "limits"))];
      }),
    ),
    requests: requestsOf(spec),
    tolerations: list(at(spec, "tolerations")).flatMap((entry) =>
      isRecord(entry) ? [entry as Toleration] : [],
    ),
    nodeSelector: texts(at(spec, "nodeSelector")),
    nodeLabelKeys: distinct([
      ...keys(at(spec, "nodeSelector")),
      ...textsUnder("key", at(affinity, "nodeAffinity")),
    ]),
    topologyKeys: distinct([
      ...textsUnder("topologyKey", at(spec, "topologySpreadConstraints")),
      ...textsUnder("topologyKey", at(affinity, "podAffinity")),
      ...textsUnder("topologyKey", at(affinity, "podAntiAffinity")),
    ]),
  };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers */
function requestsOf(spec: unknown): Readonly<Record<string, number>> | undefined {
  // Few pods use these features.
  if (at(spec, "overhead") !== undefined || at(spec, "resources") !== undefined) return undefined;
  const main: Record<string, number> = {};
  const first: Record<string, number> = {};
  for (const container of list(at(spec, "containers"))) add(main, container);
  for (const container of list(at(spec, "initContainers"))) {
    // This may be more than the scheduler counts, if sidecars and other init containers alternate.
    add(at(container, "restartPolicy") === "Always" ? main : first, container);
  }
  const requests = Object.fromEntries(
    distinct([...Object.keys(main), ...Object.keys(first)]).map((resource) => [
      resource,
      Math.max(main[resource] ?? 0, first[resource] ?? 0),
    ]),
  );
  return Object.values(requests).some(Number.isNaN) ? undefined : requests;
}

function add(sum: Record<string, number>, container: unknown): void {
  const resources = at(container, "resources");
  const [requests, limits] = [at(resources, "requests"), at(resources, "limits")];
  for (const resource of distinct([...keys(requests), ...keys(limits)])) {
    const quantity = at(requests, resource) ?? at(limits, resource);
    const value = typeof quantity === "string" || typeof quantity === "number" ? quantity : "";
    sum[resource] = (sum[resource] ?? 0) + (parseQuantity(value) ?? NaN);
  }
}

/** The own field of an object; undefined for any other value. */
export function at(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function keys(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])),
  );
}

/** The text values of every field with that name, at any depth. */
function textsUnder(name: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => textsUnder(name, entry));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === name && typeof inner === "string" ? [inner] : textsUnder(name, inner),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
