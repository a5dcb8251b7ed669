import type {
  ExhaustedOffering,
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
   */
  readonly ask: (instanceTypesToCome: readonly string[]) => Reply<PlacementAnswer>;
  /** Removes offerings from all further questions. */
  readonly exhaust: (offerings: readonly ExhaustedOffering[]) => void;
}

/** Chooses the types of the first question. Does not ask it yet. */
export function placementQuery(inputs: PlacementInputs, workload: Workload): PlacementQuery {
  const { karpenter, context } = inputs;
  const { pod, count = 1 } = workload;
  const overlays = context.nodeOverlays ?? [];
  let exhausted = context.exhausted ?? [];
  let cheapest =
    count === 1 && exhausted.length === 0 && overlays.length === 0
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
    ask: (instanceTypesToCome) => {
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
  { context, zones, pools }: PlacementInputs,
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
    ...(cheapest === undefined ? {} : { narrowed: cheapest.of }),
  });
  return {
    nodePools: context.nodePools,
    pods: [{ name, count, pod }],
    offerings,
    ...(context.daemonSets === undefined ? {} : { daemonSets: context.daemonSets }),
    ...(overlays.length === 0 ? {} : { nodeOverlays: overlays }),
    ...(types === undefined ? {} : { instanceTypes: types }),
    maxInstanceTypes: 2000,
  };
}
