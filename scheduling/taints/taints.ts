/**
 * Taints, and which tolerations answer them.
 *
 * The match is that of Kubernetes 1.35 as Karpenter 1.14.1 calls it (pkg/scheduling/taints.go):
 * every taint of a NodePool must be tolerated, `PreferNoSchedule` included, and the comparison
 * operators `Gt` and `Lt` are on.
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
  /** Only for `NoExecute`: how long a running pod stays; no part in the match. */
  readonly tolerationSeconds?: number;
}

export const gpuTaintKey = "nvidia.com/gpu";
export const neuronTaintKey = "aws.amazon.com/neuron";
/** Keeps every pod that does not train away from training capacity. */
export const trainingTaint: Taint = { key: "workload", value: "training", effect: "NoSchedule" };

/** Whether a pod with this toleration may be placed on a node with this taint. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  // An empty operator, which only hand-written manifests have, means Equal too.
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

/** The taints that none of the tolerations answers, in the order given. */
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

/** Kubernetes' decimal integers: no sign but a minus, no leading zero, 64 bits. */
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
