import { fieldAt } from "./fields";
import type { SourceManifest } from "./source-manifest";

export interface KarpenterObjects {
  readonly nodePools: readonly SourceManifest[];
  readonly nodeClasses: readonly SourceManifest[];
  readonly nodeOverlays: readonly SourceManifest[];
  /** What looks like Karpenter's but is not read, ready to print. */
  readonly passedOver: readonly string[];
}

/** Sorts Karpenter's objects by kind. Other vendors have kinds of the same names, so the API group counts too. */
export function karpenterObjects(manifests: readonly SourceManifest[]): KarpenterObjects {
  const inGroup = (kind: string, group: string): readonly SourceManifest[] =>
    manifests.filter((one) => one.kind === kind && groupOf(one) === group);
  return {
    // A manifest without an apiVersion is refused, and the report says so.
    nodePools: manifests.filter(
      (one) => one.kind === "NodePool" && ["karpenter.sh", ""].includes(groupOf(one)),
    ),
    nodeClasses: [
      ...inGroup("EC2NodeClass", "karpenter.k8s.aws"),
      ...inGroup("NodeClass", "eks.amazonaws.com"),
    ],
    nodeOverlays: inGroup("NodeOverlay", "karpenter.sh"),
    passedOver: manifests.flatMap((one) => {
      const why = whyPassedOver(one);
      return why === undefined
        ? []
        : [`${one.from}: ${one.kind} ${one.name}: is passed over: ${why}`];
    }),
  };
}

function whyPassedOver(source: SourceManifest): string | undefined {
  const { kind } = source;
  const group = groupOf(source);
  if (kind === "NodePool" && group !== "karpenter.sh" && group !== "") {
    return `${group} is not Karpenter's API group`;
  }
  // https://karpenter.sh/v1.15/upgrading/upgrade-guide/#upgrading-to-0320
  if (kind === "Provisioner" && group === "karpenter.sh") {
    return "Karpenter 1.15.2 serves no Provisioner; write a NodePool of karpenter.sh/v1";
  }
  if (kind === "AWSNodeTemplate" && group === "karpenter.k8s.aws") {
    return "Karpenter 1.15.2 serves no AWSNodeTemplate; write an EC2NodeClass of karpenter.k8s.aws/v1";
  }
  if (kind === "NodeClaim" && group === "karpenter.sh") {
    return "a NodeClaim launches a node by itself, without the limits and budgets of any pool";
  }
  return undefined;
}

/** Empty where the manifest has no apiVersion, or one of the core group. */
function groupOf({ manifest }: SourceManifest): string {
  const apiVersion = fieldAt(manifest, ["apiVersion"]);
  return typeof apiVersion === "string" && apiVersion.includes("/")
    ? (apiVersion.split("/")[0] ?? "")
    : "";
}
