/**
 * The version of Karpenter that the stacks of this project install: of karpenter-provider-aws, its charts and its CRDs.
 * CONTRIBUTING.md lists the steps that raise it.
 */
export const karpenterVersion = "1.14.1";

/**
 * The modules that the embedded scheduler is compiled from. karpenter-provider-aws 1.15.2 asks for core 1.15.1, which Go's
 * module proxy does not serve, so `go.mod` excludes it. docs/karpenter-1.15.md says what that changes.
 */
export const embeddedVersions = {
  /** The version of sigs.k8s.io/karpenter. */
  core: "1.15.0",
  /** The version of github.com/aws/karpenter-provider-aws. */
  providerAws: "1.15.2",
} as const;
