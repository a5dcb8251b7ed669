import { at } from "../../answers/placement/pod-needs";
import {
  doNotDisruptKey,
  oldDoNotDisruptKeys,
  protectedSeconds,
} from "../../../scheduling/node-pool/do-not-disrupt";
import { rendered } from "../../../scheduling/values/fault";
import type { PlacedWorkload } from "../../answers/placement/placed-workload";
import type { StackTrap } from "../trap";

/** The author wanted pods to be left alone, and Karpenter does not read it. */
export const annotationWithoutEffect: StackTrap<"workloads"> = {
  id: "annotation-without-effect",
  title: "do-not-disrupt that has no effect",
  rank: 47,
  kind: "costly",
  fix: 'Write karpenter.sh/do-not-disrupt: "true", or a duration such as "8h", among the annotations of the pod template.',
  at: ["metadata", "name"],
  occurrencesIn: ({ workloads }) =>
    workloads.flatMap((placed) => {
      const why = whyWithoutEffect(placed);
      const { name } = placed.workload;
      return why === undefined
        ? []
        : [{ workload: name, text: `Pods of ${name} are not protected from disruption: ${why}.` }];
    }),
};

function whyWithoutEffect({ workload: { pod, source } }: PlacedWorkload): string | undefined {
  const metadata = at(pod, "metadata");
  const annotations = at(metadata, "annotations");
  const value = at(annotations, doNotDisruptKey);
  if (value !== undefined) {
    if (protectedSeconds(value) !== undefined || value === "false") return undefined;
    return `${doNotDisruptKey} is ${rendered(value)}, and only "true" and a positive duration such as "8h" count`;
  }
  const old = oldDoNotDisruptKeys.find((key) => at(annotations, key) !== undefined);
  if (old !== undefined) return `Karpenter 1.15.2 does not read ${old}`;
  if (at(at(metadata, "labels"), doNotDisruptKey) !== undefined) {
    return `${doNotDisruptKey} is a label there, and counts only as an annotation`;
  }
  const own = at(at(at(source?.manifest, "metadata"), "annotations"), doNotDisruptKey);
  return own !== undefined && source?.kind !== "Pod"
    ? `${doNotDisruptKey} is on the ${source?.kind}, and Karpenter reads it on pods alone`
    : undefined;
}
