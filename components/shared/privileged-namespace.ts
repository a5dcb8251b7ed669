import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import type * as pulumi from "@pulumi/pulumi";

/**
 * A namespace for agents that mount host paths and run privileged. Its labels allow that. Without them a cluster with
 * a stricter default refuses the pods.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function privilegedNamespace(
  logicalName: string,
  namespaceName: string,
  opts: pulumi.CustomResourceOptions,
): Namespace {
  const labels = {
    "pod-security.kubernetes.io/enforce": "privileged",
    "pod-security.kubernetes.io/audit": "privileged",
    "pod-security.kubernetes.io/warn": "privileged",
  };
  return new Namespace(logicalName, { metadata: { name: namespaceName, labels } }, opts);
}
