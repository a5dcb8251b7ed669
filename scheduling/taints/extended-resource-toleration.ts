/**
 * Tolerations that the API server of EKS adds to a pod before a scheduler sees it. For each extended
 * resource that the pod requests, the admission plug-in ExtendedResourceToleration adds a toleration of
 * the taint with the same key.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/plugin/pkg/admission/extendedresourcetoleration/admission.go
 */

import type { Toleration } from "./taints";

/**
 * The tolerations that the API server adds, ordered by key, without those that the pod already has.
 *
 * @param requests names of the resources that the pod requests
 */
export function extendedResourceTolerations(
  requests: readonly string[],
  own: readonly Toleration[],
): readonly Toleration[] {
  return [...new Set(requests)]
    .sort()
    .filter(isExtendedResource)
    .map((key) => ({ key, operator: "Exists", effect: "NoSchedule" }) as const)
    .filter((added) => !own.some((toleration) => isSame(toleration, added)));
}

/**
 * Whether the name is that of an extended resource: it has a domain, and not one of Kubernetes.
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go
 */
export function isExtendedResource(name: string): boolean {
  const isNative = !name.includes("/") || name.includes("kubernetes.io/");
  if (isNative || name.startsWith(quotaPrefix)) return false;
  // The name must also be valid with the prefix of a resource quota.
  return isQualifiedName(`${quotaPrefix}${name}`);
}

const quotaPrefix = "requests.";
const maxNameLength = 63;
const maxPrefixLength = 253;
const nameText = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const subdomainText = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** `prefix/name`, as IsQualifiedName of k8s.io/apimachinery has it. */
function isQualifiedName(text: string): boolean {
  const [prefix = "", name = "", ...more] = text.split("/");
  if (more.length > 0 || prefix.length > maxPrefixLength || name.length > maxNameLength) {
    return false;
  }
  return subdomainText.test(prefix) && nameText.test(name);
}

/** `MatchToleration`: the same key, effect, operator and value. */
function isSame(a: Toleration, b: Toleration): boolean {
  return (
    (a.key ?? "") === (b.key ?? "") &&
    (a.effect ?? "") === (b.effect ?? "") &&
    (a.operator ?? "") === (b.operator ?? "") &&
    (a.value ?? "") === (b.value ?? "")
  );
}
