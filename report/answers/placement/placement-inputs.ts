import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { ExhaustedOffering } from "../../../scheduling/karpenter/questions";
import type { Place } from "../../../scheduling/catalogue/place";
import type { NodeOverlay } from "../../../scheduling/node-pool/node-overlay";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { Ec2NodeClass } from "../../../scheduling/node-class/ec2-node-class";
import type { PoolOfferings } from "./pool-offerings";
import type { StaticNodes } from "./static-nodes";
import type { PlacedZone } from "../../../scheduling/launchable/zones-with-ids";

export interface PlacementContext {
  readonly place: Place;
  /** The manifests of all NodePools of the cluster, because pools compete for pods. */
  readonly nodePools: readonly unknown[];
  /** The manifests of DaemonSets. Their pods take their share of each node. */
  readonly daemonSets?: readonly unknown[];
  /** The EC2NodeClasses that are known, by the names of their pools. */
  readonly nodeClasses?: Readonly<Record<string, Ec2NodeClass>>;
  readonly nodeOverlays?: readonly NodeOverlay[];
  /** What EC2 has run out of before the first step. A missing field means all: all zones, all families. */
  readonly exhausted?: readonly ExhaustedOffering[];
}

/** What all questions of one report have in common. */
export interface PlacementInputs {
  readonly karpenter: Karpenter;
  readonly context: PlacementContext;
  readonly zones: readonly PlacedZone[];
  readonly pools: ReadonlyMap<string, NodePool>;
  readonly offerings: PoolOfferings;
  readonly staticNodes: StaticNodes;
}
