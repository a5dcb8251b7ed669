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

/** One question after the other about the same pods. */
export interface PlacementQuery {
  readonly workload: Workload;
  /** Names of the types that the first question is about; undefined where it is about all. */
  readonly firstTypes: readonly string[] | undefined;
  /** @param instanceTypesToCome see PlacementQuestion */
  readonly ask: (instanceTypesToCome: readonly string[]) => Reply<PlacementAnswer>;
  /** Takes offerings out of the questions to come. */
  readonly exhaust: (offerings: readonly ExhaustedOffering[]) => void;
}

/** Works out which types the first question is about, and asks nothing yet. */
export function placementQuery(inputs: PlacementInputs, workload: Workload): PlacementQuery {
  const { karpenter, context } = inputs;
  const { pod, count = 1 } = workload;
  let exhausted = context.exhausted ?? [];
  let cheapest =
    count === 1 && exhausted.length === 0
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
  const types = typesThatMatter([...pools.values()], pod, offerings, cheapest?.of);
  return {
    nodePools: context.nodePools,
    pods: [{ name, count, pod }],
    offerings,
    ...(context.daemonSets === undefined ? {} : { daemonSets: context.daemonSets }),
    ...(types === undefined ? {} : { instanceTypes: types }),
    maxInstanceTypes: 2000,
  };
}
