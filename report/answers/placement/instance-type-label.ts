/** Whether instance types differ in this node label, or may: true for labels of Kubernetes, AWS and Karpenter. */
export function isInstanceTypeLabel(key: string): boolean {
  return /(^|\.)(kubernetes\.io|k8s\.aws|karpenter\.sh)\//.test(key);
}
