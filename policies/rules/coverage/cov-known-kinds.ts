import {
  acceptedKinds,
  kindOfToken,
  knownKinds,
  nodeGroupsOfApis,
  unknownKindType,
} from "../../support/karpenter-kinds";
import { quoted } from "../../support/quoted";
import type { Finding, ResourceRule } from "../../support/rule";

const kindPath = ["kind"];
const apiVersionPath = ["apiVersion"];

export const covKnownKinds: ResourceRule<object> = {
  id: "cov-known-kinds",
  title: "Every object of Karpenter and of EKS Auto Mode is of a kind and version that rules read.",
  why: "An object that no rule reads may launch any number of nodes, of any type.",
  severity: "critical",
  level: "mandatory",
  types: [...nodeGroupsOfApis.map((group) => `kubernetes:${group}/*`), unknownKindType],
  guardedPaths: [kindPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "An object is what its `apiVersion` and `kind` say, whatever type token its resource has.",
    "NodePool, EC2NodeClass and NodeOverlay are checked by other rules, and so is the NodeClass of EKS Auto Mode. IngressClassParams, TargetGroupBinding, NodeDiagnostic and CNINode of `eks.amazonaws.com` launch nothing.",
    "A NodeClaim is always a finding. Karpenter launches an instance for it at once, without limit, taint or budget.",
    "Another version of a known kind is a finding, and so is a list of them: rules do not know where its fields are.",
    "It is a finding if the kind of a Kubernetes object is not known at preview.",
  ],
  since: "0.1.0",
  check: ({ type }) => {
    if (knownKinds.includes(type) || acceptedKinds.some((pattern) => pattern.test(type))) return [];
    if (type === unknownKindType) return [unknownKindFinding];
    return [kindFinding(type)];
  },
};

const unknownKindFinding: Finding = {
  path: kindPath,
  problem: "an object of a kind that is not known at preview",
  got: "a value that exists only after another resource was created",
  expected: "plain values for apiVersion and kind",
  because: "It may be a NodePool, or a node.",
  fix: "write apiVersion and kind as plain texts of the program",
};

function kindFinding(type: string): Finding {
  const { apiVersion = "", kind = "" } = kindOfToken(type) ?? {};
  const [group = ""] = apiVersion.split("/", 1);
  const known = knownKinds.find((candidate) => {
    const other = kindOfToken(candidate);
    return (
      other?.apiVersion.startsWith(`${group}/`) === true &&
      (other.kind === kind || `${other.kind}List` === kind)
    );
  });
  if (kind === "NodeClaim") {
    return {
      path: kindPath,
      problem: "a node that is claimed by hand",
      got: "NodeClaim",
      expected: "a NodePool, from which Karpenter claims nodes",
      because:
        "Karpenter launches an instance for it at once. No limit counts it, no budget delays its end, and only what it writes itself restricts its price.",
      fix: "declare a NodePool for these nodes, and let Karpenter make the claims",
    };
  }
  if (known === undefined) {
    return {
      path: kindPath,
      problem: `a kind of ${group} that no rule reads`,
      got: quoted(kind),
      expected: knownKinds.map((one) => kindOfToken(one)?.kind ?? one).join(", "),
      fix: "remove the object, or add a rule that reads its kind",
    };
  }
  const { apiVersion: version, kind: knownKind } = kindOfToken(known) ?? { apiVersion, kind };
  return {
    path: apiVersionPath,
    problem: `an unsupported version of ${knownKind}, or a list`,
    got: `${quoted(apiVersion)} ${quoted(kind)}`,
    expected: `${version} ${knownKind}`,
    because: "The rules do not know the fields of this version, so none of them can approve it.",
    fix: `write the object as ${version} ${knownKind}, one resource for each`,
  };
}
