import type { Karpenter } from "../../../scheduling/karpenter/karpenter";
import type {
  ExhaustedOffering,
  ExistingNode,
  PlacementQuestion,
} from "../../../scheduling/karpenter/questions";
import type { Place } from "../../../scheduling/catalogue/place";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { Ec2NodeClass } from "../../../scheduling/node-class/ec2-node-class";
import type { PlacedZone } from "../../../scheduling/launchable/zones-with-ids";

export interface PlacementContext {
  readonly place: Place;
  /** The manifests of all NodePools of the cluster, because pools compete for pods. */
  readonly nodePools: readonly unknown[];
  /** The manifests of DaemonSets. Their pods take their share of each node. */
  readonly daemonSets?: readonly unknown[];
  /** The EC2NodeClasses that are known, by the names of their pools. */
  readonly nodeClasses?: Readonly<Record<string, Ec2NodeClass>>;
  /** The manifests of NodeOverlays, which change what instance types offer and cost. */
  readonly nodeOverlays?: readonly unknown[];
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

/** What the pools' types offer where that differs from the catalogue. */
export interface PoolOfferings {
  readonly byPool: NonNullable<PlacementQuestion["pools"]>;
  /** Whether the types of some pool offer other resources than the catalogue says. */
  readonly differ: boolean;
  /** What is assumed, in sentences. */
  readonly assumptions: readonly string[];
}

/** The nodes that static pools have already. */
export interface StaticNodes {
  readonly nodes: readonly ExistingNode[];
  /** Names of their instance types. */
  readonly types: readonly string[];
  /** What is assumed of them, in sentences. */
  readonly assumptions: readonly string[];
}
