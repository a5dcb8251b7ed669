/**
 * The questions that the embedded Karpenter answers, and its answers. The Go side is go/answers.
 *
 * Manifests are `unknown` because they are untrusted. Faults in them are returned as findings.
 */

import type { CapacityType } from "../requirements/capacity-types";
import type { DisruptionReason } from "../budgets/budget";
import type { NodeSelectorRequirement, NormalOperator } from "../requirements/requirements";
import type { Taint, Toleration } from "../taints/taints";

/** A part of a question that Karpenter could not use. The Go program makes both texts. */
export interface KarpenterFinding {
  /** `nodePools[0].spec.template`; empty for the question as a whole. */
  readonly path: string;
  /** One sentence. */
  readonly problem: string;
}

/** The answer is absent where the whole question could not be answered. The findings then say why. */
export interface Reply<T> {
  readonly answer?: T;
  /** Parts of the input that could not be used. The answer ignores them. */
  readonly findings: readonly KarpenterFinding[];
}

export interface Versions {
  readonly karpenter: string;
  readonly providerAws: string;
  /** Such as `go1.27.3`. */
  readonly go: string;
}

/** One side of a match: the template of a NodePool, an instance type, or a pod. */
export interface WrittenRequirements {
  readonly requirements?: readonly NodeSelectorRequirement[];
  /** Labels or a nodeSelector. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RequirementsQuestion {
  readonly nodeSide: WrittenRequirements;
  readonly podSide: WrittenRequirements;
  /** True for a node that is not launched yet, false for a node that exists. */
  readonly allowUndefinedWellKnown: boolean;
}

/** Karpenter's normal form of a requirement. */
export interface NormalRequirement {
  readonly key: string;
  readonly operator: NormalOperator;
  readonly complement: boolean;
  /** Sorted. */
  readonly values: readonly string[];
  /** Inclusive bounds. They are text, because they have 64 bits. */
  readonly gte?: string;
  readonly lte?: string;
  readonly minValues?: number;
  /** Karpenter's own wording. */
  readonly text: string;
}

export interface RequirementsAnswer {
  /** One for each key, ordered by key. */
  readonly nodeSide: readonly NormalRequirement[];
  readonly podSide: readonly NormalRequirement[];
  readonly intersection: readonly NormalRequirement[];
  readonly compatible: boolean;
  /** Keys that the pod side requires and the node side does not have. */
  readonly undefinedKeys: readonly string[];
  /** Keys on which the two sides exclude each other. */
  readonly conflicts: readonly { readonly key: string; readonly text: string }[];
}

export interface DisruptionsQuestion {
  /** Undefined for a pool without budgets, which means 10%. */
  readonly budgets?: readonly unknown[];
  readonly reasons: readonly DisruptionReason[];
  readonly nodeCount: number;
  readonly from: Date;
  /** How many moments, `stepSeconds` apart; 1 by default. */
  readonly count?: number;
  readonly stepSeconds?: number;
}

export interface DisruptionsAnswer {
  /** By reason. The first run begins at moment 0; each run lasts until the next begins. */
  readonly byReason: Readonly<
    Record<
      string,
      readonly { readonly from: number; /** null: no limit. */ readonly allowed: number | null }[]
    >
  >;
  /** What Karpenter cannot read. Where there is any, it blocks every disruption. */
  readonly errors: readonly string[];
}

export interface TolerationQuestion {
  readonly taints: readonly Taint[];
  readonly tolerations: readonly Toleration[];
  /** Names of resources that the pod requests. The API server of EKS adds tolerations for some of them. */
  readonly requests?: readonly string[];
}

export interface TolerationAnswer {
  readonly tolerates: boolean;
  /** Positions of the taints that no toleration tolerates. */
  readonly untolerated: readonly number[];
  readonly texts: readonly string[];
  /** Tolerations that the admission plug-in ExtendedResourceToleration adds, not Karpenter. */
  readonly addedByApiServer: readonly Toleration[];
}

export interface Zone {
  /** `us-west-2a` */
  readonly name: string;
  /** `usw2-az1`: determines what is offered in the zone. */
  readonly id: string;
}

/** An offering that EC2 has no capacity for. An absent field means any value. */
export interface ExhaustedOffering {
  readonly instanceType?: string;
  readonly family?: string;
  readonly zone?: string;
  readonly capacityType?: CapacityType;
}

export interface CapacityReservation {
  readonly id: string;
  readonly instanceType: string;
  readonly zone: string;
  /** How many instances are free. */
  readonly available: number;
  readonly type?: "default" | "capacity-block";
  readonly interruptible?: boolean;
}

/** Where instance types are offered, and at which price. */
export interface Offerings {
  readonly region: string;
  /** The zones of the subnets of the node class. */
  readonly zones: readonly Zone[];
  /** On-demand prices in dollars an hour, where they differ from those of the catalogue. */
  readonly prices?: Readonly<Record<string, number>>;
  /**
   * The Spot price as a share of the on-demand price. Karpenter asks EC2 for Spot prices, which change all
   * the time and are in no published table. The default, 0.5, only ensures that Spot is cheaper.
   */
  readonly spotPriceFraction?: number;
  /** Spot prices in dollars an hour, by type and zone name. They take precedence over the share. */
  readonly spotPrices?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The offerings that EC2 has no capacity for at the moment. */
  readonly exhausted?: readonly ExhaustedOffering[];
  readonly reservations?: readonly CapacityReservation[];
}

/** Every type of the catalogue, in any zone and capacity type. */
export const anywhere = { anywhere: true } as const;

export interface FilterQuestion extends WrittenRequirements {
  readonly offerings: Offerings | typeof anywhere;
  /** The requests of one pod and of the DaemonSets, as quantities. */
  readonly requests?: Readonly<Record<string, string>>;
  readonly minValuesPolicy?: "Strict" | "BestEffort";
  /** Types whose exclusion the answer explains; `*` for all types. */
  readonly explain?: readonly string[];
}

export interface FilterAnswer {
  /** The names of the remaining types. */
  readonly types: readonly string[];
  /** Karpenter's error text where no type remains. */
  readonly error?: string;
  readonly excluded?: readonly ExcludedType[];
}

export interface ExcludedType {
  readonly name: string;
  /** The requirements that the type does not meet, in Karpenter's words. */
  readonly requirements: readonly string[];
  /** Resources that the type has too little of. */
  readonly lacking: readonly string[];
  /** Whether an available offering meets the requirements. */
  readonly hasOffering: boolean;
}

/** Identical pods, such as those of a Deployment. */
export interface PodGroup {
  readonly name?: string;
  /** 1 by default. */
  readonly count?: number;
  /** `metadata` and `spec` of a pod or of a pod template. */
  readonly pod: unknown;
}

/** A node that is already running. */
export interface ExistingNode {
  readonly name: string;
  /** Absent for a node that Karpenter does not manage. A static pool may have nodes too. */
  readonly nodePool?: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: CapacityType;
  readonly labels?: Readonly<Record<string, string>>;
  /** The taints of the pool by default. */
  readonly taints?: readonly Taint[];
  /** The node has joined the cluster, but its devices are not registered yet. */
  readonly notInitialized?: boolean;
  readonly deleting?: boolean;
  readonly pods?: readonly PodGroup[];
}

export interface PlacementQuestion {
  /** NodePool manifests. What Karpenter would not use is returned as findings. */
  readonly nodePools: readonly unknown[];
  readonly pods: readonly PodGroup[];
  readonly offerings: Offerings;
  /** DaemonSet manifests. */
  readonly daemonSets?: readonly unknown[];
  readonly nodes?: readonly ExistingNode[];
  /** Differences from `offerings`, by the name of the EC2NodeClass. */
  readonly nodeClasses?: Readonly<
    Record<
      string,
      {
        /** Names of the zones of its subnets. */
        readonly zones?: readonly string[];
        readonly reservations?: readonly CapacityReservation[];
      }
    >
  >;
  /** Further differences, by the name of the pool. */
  readonly pools?: Readonly<
    Record<
      string,
      {
        readonly reservations?: readonly CapacityReservation[];
        /**
         * What types offer to pods instead of the catalogue's quantities: by type, and for `*` all types without an
         * entry of their own.
         */
        readonly resources?: Readonly<Record<string, Readonly<Record<string, string>>>>;
      }
    >
  >;
  /** NodeOverlay manifests. What Karpenter does not apply, such as one of two in conflict, is returned as findings. */
  readonly nodeOverlays?: readonly unknown[];
  /** Settings of Karpenter, with the names of its Helm chart. */
  readonly settings?: {
    readonly preferencePolicy?: "Respect" | "Ignore";
    readonly minValuesPolicy?: "Strict" | "BestEffort";
    readonly noReservedCapacity?: boolean;
  };
  /** 60 by default, as in Karpenter. */
  readonly timeoutSeconds?: number;
  /** How many types of a claim are listed; 60 by default. */
  readonly maxInstanceTypes?: number;
  /**
   * Names of the types to consider. The whole catalogue by default, which takes seconds. The answer changes
   * if a relevant type is missing: report/answers/placement/types-that-matter.ts selects the relevant ones.
   */
  readonly instanceTypes?: readonly string[];
  /** Names of types that later questions will need. Passing all of them at once is faster than in parts. */
  readonly instanceTypesToCome?: readonly string[];
}

export interface PlacementAnswer {
  readonly nodeClaims: readonly NodeClaim[];
  /** Pods that fit on nodes that are already running. */
  readonly existingNodes: readonly { readonly node: string; readonly pods: readonly string[] }[];
  readonly unschedulable: readonly UnschedulablePods[];
  /** Pools that Karpenter did not consider at all. */
  readonly skippedPools: readonly PoolReasons[];
  /** Pods that Karpenter did not reach before the timeout. */
  readonly undecided: readonly string[];
}

/** A node that Karpenter would request. */
export interface NodeClaim {
  readonly nodePool: string;
  /** Types that fit the pods, the cheapest first. */
  readonly instanceTypes: readonly { readonly name: string; readonly usdPerHour: number }[];
  /** The number of all types that fit, including those that are not listed. */
  readonly instanceTypeCount: number;
  readonly zones: readonly string[];
  readonly capacityTypes: readonly CapacityType[];
  readonly requirements: readonly NormalRequirement[];
  /** The requests of the pods and of the smallest DaemonSet overhead. */
  readonly requests: Readonly<Record<string, string>>;
  readonly pods: readonly string[];
  /** What the AWS provider of Karpenter would send to CreateFleet. */
  readonly launch?: Launch;
  /** Why the AWS provider would send no request. */
  readonly launchError?: string;
}

export interface Launch {
  readonly capacityType: CapacityType;
  /** EC2 selects one of them: the cheapest for on-demand; by price and capacity for Spot. */
  readonly pools: readonly CapacityPool[];
  /** The types that the provider removed, by the name of its filter. */
  readonly rejectedBy: Readonly<Record<string, readonly string[]>>;
}

export interface CapacityPool {
  readonly instanceType: string;
  readonly zone: string;
  readonly usdPerHour: number;
  readonly reservationId?: string;
}

/** Pods with the same error text. */
export interface UnschedulablePods {
  readonly pods: readonly string[];
  /** Karpenter's error text. */
  readonly error: string;
  /** Whether the pods wait for reserved capacity. */
  readonly reserved?: boolean;
  readonly byPool: readonly PoolReasons[];
}

export interface PoolReasons {
  readonly nodePool: string;
  /** In Karpenter's words. */
  readonly reasons: readonly string[];
}
