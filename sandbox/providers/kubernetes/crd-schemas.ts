/** The schemas of Karpenter's CRDs, by the minor version of the chart that installed them. */
import {
  type KarpenterMinor,
  karpenterMinorOf,
  newestKarpenterMinor,
} from "../../../scheduling/values/karpenter-minor";
import { nodeClassKey, nodeOverlayKey, nodePoolKey } from "./charts";
import type { CrdSchema } from "./crd-schema";
import nodeClass114 from "./crds/1.14/karpenter.k8s.aws_ec2nodeclasses.json";
import nodeOverlay114 from "./crds/1.14/karpenter.sh_nodeoverlays.json";
import nodePool114 from "./crds/1.14/karpenter.sh_nodepools.json";
import nodeClass115 from "./crds/1.15/karpenter.k8s.aws_ec2nodeclasses.json";
import nodeOverlay115 from "./crds/1.15/karpenter.sh_nodeoverlays.json";
import nodePool115 from "./crds/1.15/karpenter.sh_nodepools.json";

type Schemas = Readonly<Record<string, CrdSchema>>;

const schemasOfMinor: Readonly<Record<KarpenterMinor, Schemas>> = {
  "1.14": {
    [nodePoolKey]: nodePool114,
    [nodeOverlayKey]: nodeOverlay114,
    [nodeClassKey]: nodeClass114,
  },
  "1.15": {
    [nodePoolKey]: nodePool115,
    [nodeOverlayKey]: nodeOverlay115,
    [nodeClassKey]: nodeClass115,
  },
};

/**
 * The schema of a kind in the release that behaves as `version` does. Undefined for a kind without a schema.
 *
 * @param version of the chart; without it, the newest release counts
 */
export function crdSchema(key: string, version: string | undefined): CrdSchema | undefined {
  const minor = version === undefined ? newestKarpenterMinor : karpenterMinorOf(version);
  return schemasOfMinor[minor][key];
}
