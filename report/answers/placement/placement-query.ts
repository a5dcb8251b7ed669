import type {
  ExhaustedOffering,
  ExistingNode,
  Offerings,
  PlacementAnswer,
  PlacementQuestion,
  Reply,
} from "../../../scheduling/karpenter/questions";
import { onDemandPricesOf } from "../../../scheduling/catalogue/prices";
import { cheapestTypes, type CheapestTypes } from "./cheapest-types";
import type { PlacementInputs } from "./placement-inputs";
import type { Workload } from "../../subject/workload";
import { typesThatMatter } from "./types-that-matter";

/** Asks Karpenter about one workload, step by step. */
export interface PlacementQuery {
  readonly workload: Workload;
  /** Names of the instance types in the first question; undefined if it has all types. */
  readonly firstTypes: readonly string[] | undefined;
  /**
   * Asks where the pods land now.
   *
   * @param instanceTypesToCome see PlacementQuestion
   * @param later the state in which a later scheduling round finds the cluster
   */
  readonly ask: (
    instanceTypesToCome: readonly string[],
    later?: LaterRound,
  ) => Reply<PlacementAnswer>;
  /** Removes offerings from all further questions. */
  readonly exhaust: (offerings: readonly ExhaustedOffering[]) => void;
}

export interface LaterRound {
  readonly nodes: readonly ExistingNode[];
  /** How many pods still look for a place. */
  readonly pods: number;
}

/** Chooses the types of the first question. Does not ask it yet. */
export function placementQuery(inputs: PlacementInputs, workload: Workload): PlacementQuery {
  const { karpenter, context } = inputs;
  const { pod, count = 1 } = workload;
  const overlays = context.nodeOverlays ?? [];
  let exhausted = context.exhausted ?? [];
  let cheapest =
    count === 1 && exhausted.length === 0 && overlays.length === 0 && !inputs.offerings.differ
      ? cheapestTypes(pod, context.daemonSets ?? [], context.place.region)
      : undefined;
  let question = questionOf(inputs, workload, exhausted, cheapest);
  return {
    workload,
    firstTypes: question.instanceTypes,
    exhaust: (offerings) => {
      exhausted = [...exhausted, ...offerings];
      question = questionOf(inputs, workload, exhausted, cheapest);
    },
    ask: (instanceTypesToCome, later) => {
      if (later !== undefined) {
        const next = {
          ...question,
          nodes: later.nodes,
          pods: [{ name: `${workload.name}-next`, count: later.pods, pod }],
        };
        return karpenter.place({ ...next, instanceTypesToCome });
      }
      const reply = karpenter.place({ ...question, instanceTypesToCome });
      if (reply.answer?.nodeClaims.every((claim) => cheapest?.suffice(claim) ?? true) ?? true) {
        return reply;
      }
      cheapest = undefined;
      return karpenter.place(questionOf(inputs, workload, exhausted));
    },
  };
}

function questionOf(
  { context, zones, pools, offerings: ofPools, staticNodes }: PlacementInputs,
  { name, count = 1, pod }: Workload,
  exhausted: readonly ExhaustedOffering[],
  cheapest?: CheapestTypes,
): PlacementQuestion {
  const { region } = context.place;
  const offerings: Offerings = {
    region,
    zones: zones.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }])),
    prices: onDemandPricesOf(region),
    exhausted: [...exhausted],
  };
  const overlays = context.nodeOverlays ?? [];
  const types = typesThatMatter([...pools.values()], pod, offerings, {
    overlays,
    hasOtherResources: ofPools.differ,
    ...(cheapest === undefined ? {} : { narrowed: cheapest.of }),
  });
  return {
    nodePools: context.nodePools,
    pods: [{ name, count, pod }],
    offerings,
    ...(Object.keys(ofPools.byPool).length === 0 ? {} : { pools: ofPools.byPool }),
    ...(staticNodes.nodes.length === 0 ? {} : { nodes: staticNodes.nodes }),
    ...(context.daemonSets === undefined ? {} : { daemonSets: context.daemonSets }),
    ...(overlays.length === 0 ? {} : { nodeOverlays: overlays }),
    ...(types === undefined
      ? {}
      : { instanceTypes: [...new Set([...types, ...staticNodes.types])].sort() }),
    maxInstanceTypes: 2000,
  };
}
