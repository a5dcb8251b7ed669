/**
 * What the embedded Karpenter can be asked, and what it answers. The Go side is go/answers.
 *
 * Manifests are `unknown`: they are anybody's, and what is wrong with them comes back as findings.
 */

import type { CapacityType } from "../requirements/capacity-types";
import type { DisruptionReason } from "../budgets/budget-faults";
import type { NodeSelectorRequirement, NormalOperator } from "../requirements/requirements";
import type { Taint, Toleration } from "../taints/taints";

/** A part of a question that Karpenter could not use. Both texts come from the Go program. */
export interface KarpenterFinding {
  /** `nodePools[0].spec.template`; empty for the question as a whole. */
  readonly path: string;
  /** One sentence. */
  readonly problem: string;
}

/** No answer where the question as a whole could not be answered; the findings then say why. */
export interface Reply<T> {
  readonly answer?: T;
  /** Parts of the input that could not be used. The answer does without them. */
  readonly findings: readonly KarpenterFinding[];
}

export interface Versions {
  readonly karpenter: string;
  readonly providerAws: string;
  /** As in `go1.26.8`. */
  readonly go: string;
}

/** One side of a match: a NodePool's template, an instance type, a pod. */
export interface WrittenRequirements {
  readonly requirements?: readonly NodeSelectorRequirement[];
  /** Labels or a nodeSelector. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RequirementsQuestion {
  readonly nodeSide: WrittenRequirements;
  readonly podSide: WrittenRequirements;
  /** True for a node yet to be launched, false for one that exists. */
  readonly allowUndefinedWellKnown: boolean;
}

/** Karpenter's normal form of a requirement. */
export interface NormalRequirement {
  readonly key: string;
  readonly operator: NormalOperator;
  readonly complement: boolean;
  /** Sorted. */
  readonly values: readonly string[];
  /** Inclusive bounds, as text because they have 64 bits. */
  readonly gte?: string;
  readonly lte?: string;
  readonly minValues?: number;
  /** Karpenter's own wording. */
  readonly text: string;
}

export interface RequirementsAnswer {
  /** One per key, ordered by key. */
  readonly nodeSide: readonly NormalRequirement[];
  readonly podSide: readonly NormalRequirement[];
  readonly intersection: readonly NormalRequirement[];
  readonly compatible: boolean;
  /** Keys that the pod side asks for and the node side does not know of. */
  readonly undefinedKeys: readonly string[];
  /** Keys on which the sides rule each other out. */
  readonly conflicts: readonly { readonly key: string; readonly text: string }[];
}

export interface DisruptionsQuestion {
  /** Undefined for a pool that says nothing: 10% then. */
  readonly budgets?: readonly unknown[];
  readonly reasons: readonly DisruptionReason[];
  readonly nodeCount: number;
  readonly from: Date;
  /** How many instants, `stepSeconds` apart; 1 if left out. */
  readonly count?: number;
  readonly stepSeconds?: number;
}

export interface DisruptionsAnswer {
  /** By reason; the first run starts at instant 0, and each lasts until the next. */
  readonly byReason: Readonly<
    Record<
      string,
      readonly { readonly from: number; /** null: no limit. */ readonly allowed: number | null }[]
    >
  >;
  /** Why Karpenter blocks every disruption: what it cannot read. */
  readonly errors: readonly string[];
}

export interface TolerationQuestion {
  readonly taints: readonly Taint[];
  readonly tolerations: readonly Toleration[];
  /** Resource names that the pod requests: EKS's API server adds tolerations for some of them. */
  readonly requests?: readonly string[];
}

export interface TolerationAnswer {
  readonly tolerates: boolean;
  /** Positions of the taints that nothing answers. */
  readonly untolerated: readonly number[];
  readonly texts: readonly string[];
  /** By the admission plug-in ExtendedResourceToleration: not Karpenter's doing. */
  readonly addedByApiServer: readonly Toleration[];
}

export interface Zone {
  /** `us-west-2a` */
  readonly name: string;
  /** `usw2-az1`: decides what is offered there. */
  readonly id: string;
}

/** An empty field stands for all. */
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
  /** How many instances are left. */
  readonly available: number;
  readonly type?: "default" | "capacity-block";
  readonly interruptible?: boolean;
}

/** Where and how instance types can be had. */
export interface Offerings {
  readonly region: string;
  /** Those of the node class's subnets. */
  readonly zones: readonly Zone[];
  /** Dollars an hour on demand, where they differ from the catalogue's. */
  readonly prices?: Readonly<Record<string, number>>;
  /**
   * The Spot price as a share of the on-demand price. Nobody publishes a table of Spot prices, and
   * they move; Karpenter asks EC2 for them. The default, 0.5, decides nothing but that Spot is cheaper.
   */
  readonly spotPriceFraction?: number;
  /** Dollars an hour by type and zone name; goes before the share. */
  readonly spotPrices?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What EC2 is out of at the moment. */
  readonly exhausted?: readonly ExhaustedOffering[];
  readonly reservations?: readonly CapacityReservation[];
}

/** Every type of the catalogue, in any zone and capacity type. */
export const anywhere = { anywhere: true } as const;

export interface FilterQuestion extends WrittenRequirements {
  readonly offerings: Offerings | typeof anywhere;
  /** Of one pod with its DaemonSet overhead, as quantities. */
  readonly requests?: Readonly<Record<string, string>>;
  readonly minValuesPolicy?: "Strict" | "BestEffort";
  /** Types of which to say why they are left out; `*` for all. */
  readonly explain?: readonly string[];
}

export interface FilterAnswer {
  /** What is left, by name. */
  readonly types: readonly string[];
  /** Karpenter's own words where nothing is left. */
  readonly error?: string;
  readonly excluded?: readonly ExcludedType[];
}

export interface ExcludedType {
  readonly name: string;
  /** What the type does not meet, in Karpenter's words. */
  readonly requirements: readonly string[];
  /** Resources of which the type has too little. */
  readonly lacking: readonly string[];
  /** Whether an available offering meets the requirements. */
  readonly hasOffering: boolean;
}

/** Equal pods, as a Deployment makes them. */
export interface PodGroup {
  readonly name?: string;
  /** 1 if left out. */
  readonly count?: number;
  /** `metadata` and `spec`, as a pod or a pod template has them. */
  readonly pod: unknown;
}

/** A node that runs already. */
export interface ExistingNode {
  readonly name: string;
  /** Left out for a node that is not Karpenter's. */
  readonly nodePool?: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: CapacityType;
  readonly labels?: Readonly<Record<string, string>>;
  /** Those of the pool if left out. */
  readonly taints?: readonly Taint[];
  /** Joined, but its devices have not shown up yet. */
  readonly notInitialized?: boolean;
  readonly deleting?: boolean;
  readonly pods?: readonly PodGroup[];
}

export interface PlacementQuestion {
  /** NodePool manifests. What Karpenter would not use comes back as findings. */
  readonly nodePools: readonly unknown[];
  readonly pods: readonly PodGroup[];
  readonly offerings: Offerings;
  /** DaemonSet manifests. */
  readonly daemonSets?: readonly unknown[];
  readonly nodes?: readonly ExistingNode[];
  /** By EC2NodeClass name, what differs from `offerings`. */
  readonly nodeClasses?: Readonly<
    Record<
      string,
      {
        /** Names of its subnets' zones. */
        readonly zones?: readonly string[];
        readonly reservations?: readonly CapacityReservation[];
      }
    >
  >;
  /** Karpenter's, by the names of its Helm chart. */
  readonly settings?: {
    readonly preferencePolicy?: "Respect" | "Ignore";
    readonly minValuesPolicy?: "Strict" | "BestEffort";
    readonly noReservedCapacity?: boolean;
  };
  /** 60 if left out, as in Karpenter. */
  readonly timeoutSeconds?: number;
  /** How many types of a claim are listed; 60 if left out. */
  readonly maxInstanceTypes?: number;
  /**
   * Names of the types to look at; the whole catalogue if left out, which takes seconds. Who names too
   * few gets another answer: answers/types-that-matter.ts knows which make no difference.
   */
  readonly instanceTypes?: readonly string[];
  /** Names of types that questions to come will name: to hand over all at once takes less time than bit by bit. */
  readonly instanceTypesToCome?: readonly string[];
}

export interface PlacementAnswer {
  readonly nodeClaims: readonly NodeClaim[];
  /** Pods that found room on nodes that run already. */
  readonly existingNodes: readonly { readonly node: string; readonly pods: readonly string[] }[];
  readonly unschedulable: readonly UnschedulablePods[];
  /** Pools that took no part at all. */
  readonly skippedPools: readonly PoolReasons[];
  /** Pods that were not looked at before the time was over. */
  readonly undecided: readonly string[];
}

/** A node that Karpenter would ask for. */
export interface NodeClaim {
  readonly nodePool: string;
  /** Types that could take the pods, cheapest first. */
  readonly instanceTypes: readonly { readonly name: string; readonly usdPerHour: number }[];
  /** Counts also those that are not listed. */
  readonly instanceTypeCount: number;
  readonly zones: readonly string[];
  readonly capacityTypes: readonly CapacityType[];
  readonly requirements: readonly NormalRequirement[];
  /** Of the pods and of the smallest DaemonSet overhead. */
  readonly requests: Readonly<Record<string, string>>;
  readonly pods: readonly string[];
  /** What Karpenter's AWS provider would send to CreateFleet. */
  readonly launch?: Launch;
  /** Why the AWS provider would give up. */
  readonly launchError?: string;
}

export interface Launch {
  readonly capacityType: CapacityType;
  /** EC2 picks one of them: the cheapest on demand; for Spot by price and by capacity. */
  readonly pools: readonly CapacityPool[];
  /** By filter of the provider, the types that it took out. */
  readonly rejectedBy: Readonly<Record<string, readonly string[]>>;
}

export interface CapacityPool {
  readonly instanceType: string;
  readonly zone: string;
  readonly usdPerHour: number;
  readonly reservationId?: string;
}

/** Pods that are told the same. */
export interface UnschedulablePods {
  readonly pods: readonly string[];
  /** Karpenter's own text. */
  readonly error: string;
  /** Put off until reserved capacity is free again. */
  readonly reserved?: boolean;
  readonly byPool: readonly PoolReasons[];
}

export interface PoolReasons {
  readonly nodePool: string;
  /** In Karpenter's words. */
  readonly reasons: readonly string[];
}
