/** The objects of a cluster, by kind. */
import type { ClusterContents, KubernetesObject } from "../cloud-state";

/** The kind in a type token: `NodePool` in `kubernetes:karpenter.sh/v1:NodePool`. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

/** `<group>/<version>` in a type token. Core types have no group: `core/v1` becomes `v1`. */
export function apiVersionOf(type: string): string {
  const version = type.split(":")[1] ?? "";
  return version.startsWith("core/") ? version.slice("core/".length) : version;
}

export function objectsOfKind(
  contents: ClusterContents | undefined,
  kind: string,
): KubernetesObject[] {
  return Object.values(contents?.objects ?? {}).filter(({ type }) => kindOf(type) === kind);
}

/** `<kind> <id>` of every object of these kinds. */
export function namesOfKinds(
  contents: ClusterContents | undefined,
  kinds: readonly string[],
): string[] {
  return kinds.flatMap((kind) => objectsOfKind(contents, kind).map(({ id }) => `${kind} ${id}`));
}
