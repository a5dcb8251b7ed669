/**
 * Labels of a namespace whose agents mount host paths and run privileged; a cluster that enforces a stricter default would
 * refuse them.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export const privilegedNamespaceLabels = {
  "pod-security.kubernetes.io/enforce": "privileged",
  "pod-security.kubernetes.io/audit": "privileged",
  "pod-security.kubernetes.io/warn": "privileged",
} as const;
