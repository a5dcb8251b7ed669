/**
 * The Karpenter that is embedded: sigs.k8s.io/karpenter and karpenter-provider-aws of this version.
 * To raise it: change it here, then `npm run karpenter-wasm -- build`, then the tests.
 */
export const karpenterVersion = "1.14.1";
