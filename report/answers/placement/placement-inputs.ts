import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type { ExhaustedOffering } from "../../../scheduling/karpenter/questions";
import type { Place } from "../../../scheduling/catalogue/place";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { PlacedZone } from "../../../scheduling/launchable/zones-with-ids";

export interface PlacementContext {
  readonly place: Place;
  /** NodePool manifests: all of the cluster, because they compete. */
  readonly nodePools: readonly unknown[];
  /** DaemonSet manifests, whose pods take their share of each node. */
  readonly daemonSets?: readonly unknown[];
  /** What EC2 is out of before the first step. An empty field stands for all. */
  readonly exhausted?: readonly ExhaustedOffering[];
}

/** What every question of one answer is about. */
export interface PlacementInputs {
  readonly karpenter: Karpenter;
  readonly context: PlacementContext;
  readonly zones: readonly PlacedZone[];
  readonly pools: ReadonlyMap<string, NodePool>;
}
