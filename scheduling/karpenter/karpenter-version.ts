/**
 * The version of Karpenter that is embedded, and that stacks install: of sigs.k8s.io/karpenter and of
 * karpenter-provider-aws. CONTRIBUTING.md lists the steps that raise it.
 */
export const karpenterVersion = "1.14.1";
