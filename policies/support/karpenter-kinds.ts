/**
 * The API groups whose objects make nodes, and the kinds of them that rules know.
 *
 * A type token says little: a program may register any object under any token, and the provider sends what the inputs
 * name. So an object is what its `apiVersion` and `kind` say.
 * https://github.com/pulumi/pulumi-kubernetes/blob/master/sdk/nodejs/apiextensions/customResource.ts
 */

/** Karpenter, its AWS provider, and EKS Auto Mode. */
export const nodeGroupsOfApis: readonly string[] = [
  "karpenter.sh",
  "karpenter.k8s.aws",
  "eks.amazonaws.com",
];

export const nodePoolType = "kubernetes:karpenter.sh/v1:NodePool";
export const nodeClassType = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
export const nodeOverlayType = "kubernetes:karpenter.sh/v1alpha1:NodeOverlay";
export const autoModeClassType = "kubernetes:eks.amazonaws.com/v1:NodeClass";

/** The kinds that at least one rule reads. */
export const knownKinds: readonly string[] = [
  nodePoolType,
  nodeClassType,
  nodeOverlayType,
  autoModeClassType,
];

/** Kinds of these groups that launch nothing, in any version. */
export const acceptedKinds: readonly RegExp[] = [
  /^kubernetes:eks\.amazonaws\.com\/[^:/]+:(IngressClassParams|TargetGroupBinding|NodeDiagnostic|CNINode)$/,
];

/** The type of an object whose kind is not known at preview. */
export const unknownKindType = "kubernetes:unknown:Unknown";

/** An object's kind as its inputs name it. */
export interface ObjectKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The kind that a type token names; undefined for a token of another provider, and for a component. */
export function kindOfToken(
  type: string,
): (ObjectKind & { readonly isPatch: boolean }) | undefined {
  const [, apiVersion, kind] = /^kubernetes:([^:]+):(\w+)$/.exec(type) ?? [];
  if (apiVersion === undefined || kind === undefined) return undefined;
  const isPatch = kind.endsWith("Patch") && kind !== "Patch";
  return { apiVersion, kind: isPatch ? kind.slice(0, -"Patch".length) : kind, isPatch };
}

/** The type by which rules know an object: the token of the Kubernetes provider, without `Patch`. */
export function typeOfKind({ apiVersion, kind }: ObjectKind): string {
  return `kubernetes:${apiVersion}:${kind}`;
}

/** Whether an API version belongs to a group whose objects make nodes. */
export function makesNodes(apiVersion: string): boolean {
  return nodeGroupsOfApis.includes(apiVersion.split("/", 1)[0] ?? "");
}
