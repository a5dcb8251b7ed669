/** What of a pod decides which instance types a placement has to look at. Any value may come in. */

import type { Toleration } from "../../taints/taints";

export interface PodNeeds {
  /** Resources of the containers' requests and limits. */
  readonly resources: readonly string[];
  readonly tolerations: readonly Toleration[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Keys of the node labels that the pod selects by, in its nodeSelector or by affinity. */
  readonly nodeLabelKeys: readonly string[];
  /** Keys of the node labels over which the pod is spread, or near or away from others. */
  readonly topologyKeys: readonly string[];
}

/** Parts that are not of the expected shape count as absent; Karpenter's own reader reports them. */
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

/** The field of an object, if the value is one and has it. */
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

/** The texts of every field of that name, however deep. */
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
