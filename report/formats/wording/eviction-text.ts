import { localText } from "../../../scheduling/budgets/local-time";
import type { PodOutlook } from "../../answers/disruption/first-eviction";

/** What can stop a pod, in plain words, one line for each cause. */
export function evictionText(outlook: PodOutlook, timeZone: string): readonly string[] {
  const { byKarpenter, heldFrom, spotInterruption } = outlook;
  const local = (at: string): string =>
    `${localText(new Date(at), timeZone).slice(0, 16).replace("T", " ")} in ${timeZone}`;
  const decisions = byKarpenter.map(({ by, at, text }) => `${by}: ${local(at)}; ${text}`);
  return [
    ...(decisions.length > 0 ? decisions : ["never by Karpenter's own decision"]),
    ...(heldFrom === undefined
      ? []
      : [
          `the node expires at ${local(heldFrom)}, takes no new pods and is billed until the pod ends`,
        ]),
    ...(spotInterruption === undefined ? [] : [`Spot interruption: ${spotInterruption.text}`]),
  ];
}
