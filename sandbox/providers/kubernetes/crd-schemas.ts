/** The schemas of Karpenter's CRDs, by the minor version of the chart that installed them. */
import { coerce } from "semver";
import { nodeClassKey, nodeOverlayKey, nodePoolKey } from "./charts";
import type { CrdSchema } from "./crd-schema";
import nodeClass114 from "./crds/1.14/karpenter.k8s.aws_ec2nodeclasses.json";
import nodeOverlay114 from "./crds/1.14/karpenter.sh_nodeoverlays.json";
import nodePool114 from "./crds/1.14/karpenter.sh_nodepools.json";
import nodeClass115 from "./crds/1.15/karpenter.k8s.aws_ec2nodeclasses.json";
import nodeOverlay115 from "./crds/1.15/karpenter.sh_nodeoverlays.json";
import nodePool115 from "./crds/1.15/karpenter.sh_nodepools.json";

type Schemas = Readonly<Record<string, CrdSchema>>;

/** Ascending. */
const schemasFromMinor: readonly (readonly [minor: number, schemas: Schemas])[] = [
  [
    14,
    { [nodePoolKey]: nodePool114, [nodeOverlayKey]: nodeOverlay114, [nodeClassKey]: nodeClass114 },
  ],
  [
    15,
    { [nodePoolKey]: nodePool115, [nodeOverlayKey]: nodeOverlay115, [nodeClassKey]: nodeClass115 },
  ],
];

/**
 * The schema of a kind, as the newest known release that is not newer than `version` has it; that of the oldest for a
 * version before all. Undefined for a kind without a schema.
 *
 * @param version of the chart; without it, the newest release counts
 */
export function crdSchema(key: string, version: string | undefined): CrdSchema | undefined {
  const minor = coerce(version)?.minor ?? Number.POSITIVE_INFINITY;
  const fitting =
    schemasFromMinor.filter(([first]) => first <= minor).at(-1) ?? schemasFromMinor[0];
  return fitting?.[1][key];
}
