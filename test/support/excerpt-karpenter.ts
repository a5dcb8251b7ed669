import { karpenterOf, type Karpenter } from "../../scheduling/karpenter/karpenter";
import { startSession } from "../../scheduling/karpenter/wasm-session";

let loading: Promise<Karpenter> | undefined;

/**
 * A Karpenter that is given excerpts of the catalogue alone, as a report's is; that of loadKarpenter() keeps the whole
 * once some test has asked about it. Every question to it has to name its instance types.
 */
export function excerptKarpenter(): Promise<Karpenter> {
  loading ??= startSession().then((ask) => {
    const karpenter = karpenterOf(ask);
    return {
      ...karpenter,
      filter: () => {
        throw new Error("a filter is about the whole catalogue; use loadKarpenter()");
      },
      place: (question) => {
        if (question.instanceTypes === undefined) throw new Error("no types; use loadKarpenter()");
        return karpenter.place(question);
      },
    };
  });
  return loading;
}
