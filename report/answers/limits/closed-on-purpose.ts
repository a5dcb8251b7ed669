import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import { retiredAnnotationKey } from "../../../scheduling/node-pool/pool-limits";

/** Whether a pool launches no node because somebody wants it so: it is retired, or it is static with 0 replicas. */
export function isClosedOnPurpose({
  annotations,
  replicas,
}: Pick<NodePool, "annotations" | "replicas">): boolean {
  return replicas === 0 || annotations[retiredAnnotationKey] === "true";
}
