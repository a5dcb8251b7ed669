/**
 * A NodePool as Karpenter understands it, read from an untrusted manifest.
 *
 * Shapes and defaults are those of the CRD:
 * https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/apis/v1/nodepool.go
 */

import { defaultBudgets, type Budget } from "../budgets/budget";
import { rendered, type Fault } from "../values/fault";
import { newestKarpenterMinor, type KarpenterMinor } from "../values/karpenter-minor";
import {
  atPath,
  fieldsOf,
  fieldValue,
  isAbsent,
  knownFieldsOnly,
  textField,
  wholeNumberField,
  type Fields,
  type Findings,
} from "../values/manifest-fields";
import {
  readBudgetList,
  readLabels,
  readLimits,
  readRequirementList,
  readTaintList,
} from "./node-pool-lists";
import { nodeFields, oldDisruptionFields, oldNodeFields } from "./node-pool-fields";
import type { PoolLimits } from "./pool-limits";
import type { NodeSelectorRequirement } from "../requirements/requirements";
import type { Taint } from "../taints/taints";

export type ConsolidationPolicy = "WhenEmpty" | "WhenEmptyOrUnderutilized" | "Balanced";

/** A pool with the CRD's defaults applied. */
export interface NodePool {
  readonly name: string;
  /** Labels of the nodes: `spec.template.metadata.labels`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of the nodes: `spec.template.metadata.annotations`. */
  readonly nodeAnnotations: Readonly<Record<string, string>>;
  /** Annotations of the pool itself, which no node gets. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly requirements: readonly NodeSelectorRequirement[];
  readonly taints: readonly Taint[];
  readonly startupTaints: readonly Taint[];
  /** Empty for a pool without limits. */
  readonly limits: PoolLimits;
  /** 1 to 100; 0 for a pool without a weight. */
  readonly weight: number;
  /** Only for a static pool: its constant number of nodes. */
  readonly replicas?: number;
  readonly consolidationPolicy: ConsolidationPolicy;
  /** A duration or `Never`. */
  readonly consolidateAfter: string;
  readonly budgets: readonly Budget[];
  /** A duration or `Never`. */
  readonly expireAfter: string;
  readonly terminationGracePeriod?: string;
  /** Name of the node class; empty where it cannot be read. */
  readonly nodeClass: string;
  readonly nodeClassRef: NodeClassReference;
}

/** Empty texts where they cannot be read. */
export interface NodeClassReference {
  /** `karpenter.k8s.aws` for Karpenter's own provider, `eks.amazonaws.com` for EKS Auto Mode. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

export interface ReadNodePool {
  /** Absent where the manifest is no NodePool of v1, or has no template for nodes. */
  readonly pool?: NodePool;
  /** Faults, with paths from the root of the manifest. The pool lacks what could not be read. */
  readonly findings: readonly Fault[];
}

/**
 * Reads any value. Never throws, and is fast for ten thousand requirements too.
 *
 * @param minor the Karpenter that reads it; the CRDs differ in what they require and accept
 */
export function readNodePool(
  manifest: unknown,
  minor: KarpenterMinor = newestKarpenterMinor,
): ReadNodePool {
  const findings: Fault[] = [];
  const root = fieldsOf(manifest, [], findings);
  if (root === undefined || !isNodePool(root, findings)) return { findings };
  const metadata = atPath(root, "metadata", findings);
  const name = metadata && textField(metadata, "name", namePattern, findings);
  if (metadata !== undefined && !isWritten(metadata, "name")) {
    findings.push({ path: ["metadata", "name"], problem: "is missing", fix: "name the pool" });
  }
  const spec = atPath(root, "spec", findings);
  const template = spec && atPath(spec, "template", findings);
  const node = template && atPath(template, "spec", findings);
  if (spec === undefined || template === undefined || node === undefined) return { findings };
  knownFieldsOnly(root, ["apiVersion", "kind", "metadata", "spec", "status"], findings);
  knownFieldsOnly(spec, ["template", "disruption", "limits", "weight", "replicas"], findings);
  knownFieldsOnly(template, ["metadata", "spec"], findings);
  knownFieldsOnly(node, nodeFields, findings, oldNodeFields);
  const pool: NodePool = {
    name: name ?? unnamed,
    annotations: readAnnotations(metadata, findings),
    ...readNode(template, node, findings),
    ...readSize(spec, findings),
    ...readDisruption(spec, minor, findings),
  };
  return { pool, findings };
}

/** Used in place of a name that is missing or invalid. */
const unnamed = "unnamed";
const namePattern = {
  pattern: /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  expected: "a name of lower-case letters, digits, hyphens and dots",
};
const duration = { pattern: /^([0-9]+[smh])+$/, expected: 'a duration such as "30m" or "1h30m"' };
const durationOrNever = {
  pattern: /^(([0-9]+[smh])+|Never)$/,
  expected: 'a duration such as "30m" or "720h", or "Never"',
};
const policies: readonly ConsolidationPolicy[] = [
  "WhenEmpty",
  "WhenEmptyOrUnderutilized",
  "Balanced",
];
/** False, with a fault, for another kind. A manifest without a kind is accepted. */
function isNodePool(root: Fields, findings: Findings): boolean {
  const kind = fieldValue(root, "kind");
  const apiVersion = fieldValue(root, "apiVersion");
  if (kind !== undefined && kind !== "NodePool") {
    findings.push({ path: ["kind"], problem: "is no NodePool", got: rendered(kind) });
    return false;
  }
  if (apiVersion !== undefined && apiVersion !== "karpenter.sh/v1") {
    findings.push({
      path: ["apiVersion"],
      problem: "is not served by Karpenter",
      got: rendered(apiVersion),
      expected: "karpenter.sh/v1",
    });
    // The other fields have the shape of that version. To name them too would tell one cause many times.
    return false;
  }
  return true;
}

function readAnnotations(
  metadata: Fields | undefined,
  findings: Findings,
): NodePool["annotations"] {
  if (metadata === undefined || !isWritten(metadata, "annotations")) return {};
  const annotations = atPath(metadata, "annotations", findings);
  if (annotations === undefined) return {};
  return Object.fromEntries(
    Object.keys(annotations.record).flatMap((key) => {
      const value = textField(annotations, key, undefined, findings);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

type NodePart =
  | "labels"
  | "nodeAnnotations"
  | "requirements"
  | "taints"
  | "startupTaints"
  | "expireAfter"
  | "terminationGracePeriod"
  | "nodeClass"
  | "nodeClassRef";

function readNode(template: Fields, node: Fields, findings: Findings): Pick<NodePool, NodePart> {
  const metadata = isWritten(template, "metadata")
    ? atPath(template, "metadata", findings)
    : undefined;
  const grace = textField(node, "terminationGracePeriod", duration, findings);
  if (metadata !== undefined) knownFieldsOnly(metadata, ["labels", "annotations"], findings);
  const reference = readNodeClass(node, findings);
  return {
    labels: metadata === undefined ? {} : readLabels(metadata, findings),
    nodeAnnotations: readAnnotations(metadata, findings),
    requirements: readRequirementList(node, findings),
    taints: readTaintList(node, "taints", findings),
    startupTaints: readTaintList(node, "startupTaints", findings),
    expireAfter: textField(node, "expireAfter", durationOrNever, findings) ?? "720h",
    ...(grace === undefined ? {} : { terminationGracePeriod: grace }),
    nodeClass: reference.name,
    nodeClassRef: reference,
  };
}

function readNodeClass(node: Fields, findings: Findings): NodeClassReference {
  const reference = atPath(node, "nodeClassRef", findings);
  if (reference === undefined) return noReference;
  knownFieldsOnly(reference, ["group", "kind", "name"], findings);
  for (const key of ["group", "kind", "name"]) {
    if (isWritten(reference, key)) continue;
    const path = [...reference.path, key];
    findings.push({ path, problem: "is missing", expected: "group, kind and name" });
  }
  const text = (key: keyof NodeClassReference): string =>
    textField(reference, key, undefined, findings) ?? "";
  return { group: text("group"), kind: text("kind"), name: text("name") };
}

const noReference: NodeClassReference = { group: "", kind: "", name: "" };

function readSize(
  spec: Fields,
  findings: Findings,
): Pick<NodePool, "limits" | "weight" | "replicas"> {
  const replicas = wholeNumberField(spec, "replicas", { min: 0, max: 2 ** 53 - 1 }, findings);
  const limits = readLimits(spec, findings);
  if (replicas !== undefined) {
    for (const resource of Object.keys(limits).filter((key) => key !== "nodes")) {
      findings.push({
        path: [...spec.path, "limits", resource],
        problem: "is not for a static pool",
        got: rendered(limits[resource]),
        expected: "nodes alone beside replicas",
      });
    }
    if (isWritten(spec, "weight")) {
      const path = [...spec.path, "weight"];
      const fix = "remove it, or remove replicas";
      findings.push({ path, problem: "is not for a static pool", fix });
    }
  }
  return {
    limits,
    weight: wholeNumberField(spec, "weight", { min: 1, max: 100 }, findings) ?? 0,
    ...(replicas === undefined ? {} : { replicas }),
  };
}

type DisruptionPart = "consolidationPolicy" | "consolidateAfter" | "budgets";

function readDisruption(
  spec: Fields,
  minor: KarpenterMinor,
  findings: Findings,
): Pick<NodePool, DisruptionPart> {
  const defaults: Pick<NodePool, DisruptionPart> = {
    consolidationPolicy: "WhenEmptyOrUnderutilized",
    consolidateAfter: "0s",
    budgets: defaultBudgets,
  };
  const disruption = isWritten(spec, "disruption")
    ? atPath(spec, "disruption", findings)
    : undefined;
  if (disruption === undefined) return defaults;
  knownFieldsOnly(
    disruption,
    ["consolidationPolicy", "consolidateAfter", "budgets"],
    findings,
    oldDisruptionFields,
  );
  // Later CRDs fill in 0s: https://github.com/kubernetes-sigs/karpenter/blob/v1.15.0/pkg/apis/v1/nodepool.go#L89
  if (minor === "1.14" && !isWritten(disruption, "consolidateAfter")) {
    const path = [...disruption.path, "consolidateAfter"];
    const fix = `add it: the CRD of Karpenter ${minor} requires it wherever disruption is written`;
    findings.push({ path, problem: "is missing", fix });
  }
  return {
    consolidationPolicy: readPolicy(disruption, findings) ?? defaults.consolidationPolicy,
    consolidateAfter:
      textField(disruption, "consolidateAfter", durationOrNever, findings) ??
      defaults.consolidateAfter,
    budgets: readBudgetList(disruption, minor, findings) ?? defaults.budgets,
  };
}

function readPolicy(disruption: Fields, findings: Findings): ConsolidationPolicy | undefined {
  const written = fieldValue(disruption, "consolidationPolicy");
  const policy = policies.find((known) => known === written);
  if (policy === undefined && isWritten(disruption, "consolidationPolicy")) {
    findings.push({
      path: [...disruption.path, "consolidationPolicy"],
      problem: "is no policy",
      got: rendered(written),
      expected: `one of ${policies.join(", ")}`,
    });
  }
  return policy;
}

/** Whether a field is present. The API server drops a null. */
function isWritten(fields: Fields, key: string): boolean {
  return !isAbsent(fieldValue(fields, key));
}
