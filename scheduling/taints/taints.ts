/**
 * Taints, and whether a toleration tolerates them.
 *
 * The match is that of Kubernetes 1.35, as Karpenter 1.15.2 uses it (pkg/scheduling/taints.go). A pod
 * must tolerate every taint of a NodePool, including `PreferNoSchedule`. The comparison operators `Gt`
 * and `Lt` are enabled.
 */

import { parseGoInteger } from "../values/go-integer";

export type TaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
}

export interface Toleration {
  /** Absent or empty: every key. */
  readonly key?: string;
  /** Absent: `Equal`. */
  readonly operator?: "Equal" | "Exists" | "Lt" | "Gt";
  readonly value?: string;
  /** Absent or empty: every effect. */
  readonly effect?: TaintEffect;
  /** Only for `NoExecute`: how long a running pod stays. It does not affect the match. */
  readonly tolerationSeconds?: number;
}

export const gpuTaintKey = "nvidia.com/gpu";
export const neuronTaintKey = "aws.amazon.com/neuron";
/** Keeps all pods but those of training jobs off the nodes of training pools. */
export const trainingTaint: Taint = { key: "workload", value: "training", effect: "NoSchedule" };

/** Whether a pod with this toleration may be placed on a node with this taint. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  // An empty operator means Equal too. It occurs in manifests that people write by hand.
  switch (toleration.operator as string | undefined) {
    case undefined:
    case "":
    case "Equal":
      return (toleration.value ?? "") === (taint.value ?? "");
    case "Exists":
      return true;
    case "Lt":
      return comparesTo(taint.value, toleration.value, (tainted, tolerated) => tainted < tolerated);
    case "Gt":
      return comparesTo(taint.value, toleration.value, (tainted, tolerated) => tainted > tolerated);
    default:
      return false;
  }
}

/** The taints that no toleration tolerates, in the order given. */
export function untoleratedTaints(
  taints: readonly Taint[],
  tolerations: readonly Toleration[],
): Taint[] {
  return taints.filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
}

/** kubectl's form: `key=value:Effect`, or `key:Effect` for a taint without a value. */
export function formatTaint(taint: Taint): string {
  return taint.value
    ? `${taint.key}=${taint.value}:${taint.effect}`
    : `${taint.key}:${taint.effect}`;
}

/** Decimal integers of Kubernetes: an optional minus, no plus sign, no leading zero. */
const decimalInteger = /^(0|-?[1-9][0-9]*)$/;

function comparesTo(
  taintValue: string | undefined,
  tolerationValue: string | undefined,
  holds: (tainted: bigint, tolerated: bigint) => boolean,
): boolean {
  const tainted = parseDecimal(taintValue ?? "");
  const tolerated = parseDecimal(tolerationValue ?? "");
  return tainted !== undefined && tolerated !== undefined && holds(tainted, tolerated);
}

function parseDecimal(text: string): bigint | undefined {
  return decimalInteger.test(text) ? parseGoInteger(text) : undefined;
}
