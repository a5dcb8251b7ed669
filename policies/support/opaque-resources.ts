/** Resources that make objects which no policy sees, by type token. */
interface OpaqueKind {
  readonly pattern: RegExp;
  /** What it is, for a message: `a component`. */
  readonly what: string;
  /** Whether the engine shows what it makes; the check without an engine does not run remote components. */
  readonly shownByEngine: boolean;
}

const opaqueKinds: readonly OpaqueKind[] = [
  {
    pattern: /^kubernetes:(yaml(\/v2)?:Config(File|Group)|kustomize(\/v2)?:Directory)$/,
    what: "a component that makes objects of files or texts",
    shownByEngine: true,
  },
  {
    pattern: /^kubernetes:helm\.sh\/v[234]:Chart$/,
    what: "a component that makes the objects of a chart",
    shownByEngine: true,
  },
  {
    // Its cluster is checked as clu-endpoint says; what else it makes is not shown.
    pattern: /^(eks|awsx|aws-iac):[^:]+:(?!Cluster$)\w+$/,
    what: "a component of another package",
    shownByEngine: true,
  },
  {
    pattern: /^(command:|pulumi-nodejs:dynamic|pulumi-python:dynamic|docker:|terraform-module:)/,
    what: "a resource that runs a program of its own",
    shownByEngine: false,
  },
];

/** The Helm release of Pulumi, which shows its values and no object of its chart. */
export const releaseType = "kubernetes:helm.sh/v3:Release";

/** What a resource is, if it makes objects that this run does not show. */
export function opaqueKindOf(type: string, underEngine: boolean): string | undefined {
  return opaqueKinds.find(
    ({ pattern, shownByEngine }) => pattern.test(type) && !(shownByEngine && underEngine),
  )?.what;
}
