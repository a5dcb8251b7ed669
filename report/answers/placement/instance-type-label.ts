/** Whether a node label is one that instance types differ in, or may: Kubernetes', AWS's and Karpenter's own. */
export function isInstanceTypeLabel(key: string): boolean {
  return /(^|\.)(kubernetes\.io|k8s\.aws|karpenter\.sh)\//.test(key);
}
