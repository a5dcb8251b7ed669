/**
 * Karpenter itself as a library: its requirements, budgets, instance type filter and scheduler, compiled
 * to WebAssembly.
 *
 * Loading takes about a second and 200 MB. Passing the catalogue takes as much again; it happens when a
 * question needs more of the catalogue than earlier questions. So load Karpenter only where it is needed:
 * the other folders of scheduling/ answer simple questions without it, and tests compare their answers
 * with Karpenter's.
 */

import { catalogueInput, type CatalogueExcerpt } from "./catalogue-input";
import type {
  DisruptionsAnswer,
  DisruptionsQuestion,
  FilterAnswer,
  FilterQuestion,
  KarpenterFinding,
  Offerings,
  PlacementAnswer,
  PlacementQuestion,
  Reply,
  RequirementsAnswer,
  RequirementsQuestion,
  TolerationAnswer,
  TolerationQuestion,
  Versions,
} from "./questions";
import { startSession, type Ask } from "./wasm-session";

/** No method throws because of the content of a manifest. Faults in manifests are returned as findings. */
export interface Karpenter {
  version(): Versions;
  /** Normal forms, intersection and compatibility. One reply for each question. */
  requirements(questions: readonly RequirementsQuestion[]): Reply<RequirementsAnswer>[];
  /** How many nodes may be disrupted, at one or more moments. */
  allowedDisruptions(questions: readonly DisruptionsQuestion[]): Reply<DisruptionsAnswer>[];
  tolerates(questions: readonly TolerationQuestion[]): Reply<TolerationAnswer>[];
  /** Which types of the catalogue meet requirements and requests. */
  filter(questions: readonly FilterQuestion[]): Reply<FilterAnswer>[];
  /** Where pods would be placed, or why they would not. */
  place(question: PlacementQuestion): Reply<PlacementAnswer>;
}

/**
 * The instance of this process. After a failure that ended it, the next call starts a new one.
 *
 * @param folder the folder `scheduling/karpenter`; needed where this code runs from a bundle in another folder
 */
export function loadKarpenter(folder?: string): Promise<Karpenter> {
  loading ??= startSession(folder).then((ask) => karpenterOf(guarded(ask)));
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Wraps any program that speaks the protocol, such as the native build. */
export function karpenterOf(ask: Ask): Karpenter {
  /** The part of the catalogue that the program has. */
  let has: HandedOver = "nothing";
  const one = <T>(question: string, input: unknown): Reply<T> =>
    replyOf<T>(JSON.parse(ask(JSON.stringify({ question, input }))) as RawReply);
  const many = <T>(question: string, inputs: readonly unknown[]): Reply<T>[] =>
    (
      JSON.parse(ask(JSON.stringify(inputs.map((input) => ({ question, input }))))) as RawReply[]
    ).map((raw) => replyOf<T>(raw));
  const giveCatalogue = (wanted?: CatalogueExcerpt): void => {
    const given = handedOver(has, wanted);
    if (given === has) return;
    const excerpt = typeof given === "string" ? undefined : given;
    const { answer, findings } = one("catalogue", catalogueInput(excerpt));
    if (answer === undefined) throw new Error(`the catalogue was refused: ${textOf(findings)}`);
    has = given;
  };
  return {
    version: () => {
      const { answer, findings } = one<Versions>("version", {});
      if (answer === undefined) throw new Error(`no version: ${textOf(findings)}`);
      return answer;
    },
    requirements: (questions) => many("requirements", questions),
    allowedDisruptions: (questions) => many("allowedDisruptions", questions),
    tolerates: (questions) => many("tolerates", questions),
    filter: (questions) => {
      giveCatalogue();
      const inputs = questions.map((q) => ({ ...q, offerings: withDefaults(q.offerings) }));
      return many("filter", inputs);
    },
    place: ({ instanceTypes, instanceTypesToCome = [], ...question }) => {
      const { region } = question.offerings;
      const names = instanceTypes && [...instanceTypes, ...instanceTypesToCome];
      giveCatalogue(names && { instanceTypes: names, region });
      const offerings = { ...withDefaults(question.offerings), instanceTypes };
      return one("place", { ...question, offerings });
    },
  };
}

type HandedOver = CatalogueExcerpt | "nothing" | "everything";

/**
 * What the program has to have for a question: `has` where that is enough, else `has` and `wanted`
 * together.
 */
function handedOver(has: HandedOver, wanted: CatalogueExcerpt | undefined): HandedOver {
  if (has === "everything") return has;
  if (wanted === undefined) return "everything";
  const { region, instanceTypes } = wanted;
  if (typeof has === "string" || has.region !== region) return wanted;
  const known = new Set(has.instanceTypes);
  if (instanceTypes.every((name) => known.has(name))) return has;
  return { region, instanceTypes: [...new Set([...has.instanceTypes, ...instanceTypes])] };
}

interface RawReply {
  readonly answer?: unknown;
  readonly findings?: readonly KarpenterFinding[];
  readonly failure?: string;
}

const defaultSpotPriceFraction = 0.5;

let loading: Promise<Karpenter> | undefined;

/** Forgets a program that has ended, so that the next load starts a new one. */
function guarded(ask: Ask): Ask {
  return (question) => {
    try {
      return ask(question);
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}

function withDefaults<T extends FilterQuestion["offerings"]>(offerings: T): T | Offerings {
  if ("anywhere" in offerings) return offerings;
  return { spotPriceFraction: defaultSpotPriceFraction, ...offerings };
}

function replyOf<T>({ answer, findings = [], failure }: RawReply): Reply<T> {
  if (failure !== undefined) return { findings: [...findings, { path: "", problem: failure }] };
  return { answer: answer as T, findings };
}

function textOf(findings: readonly KarpenterFinding[]): string {
  return findings.map(({ path, problem }) => `${path} ${problem}`).join("; ");
}
