/**
 * Karpenter itself, as a library: its requirement algebra, budgets, instance type filter and
 * scheduler, compiled to WebAssembly.
 *
 * Loading takes about a second and 200 MB; the catalogue, handed over when a
 * question needs more of it than those before, as much again. Ask for it only where its answer is needed: the modules
 * beside this folder answer the simple questions without it, and tests hold them to its answers.
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

/** Nothing here throws because of what a manifest says: faults come back as findings. */
export interface Karpenter {
  version(): Versions;
  /** Normal forms, intersection and compatibility; one reply per question. */
  requirements(questions: readonly RequirementsQuestion[]): Reply<RequirementsAnswer>[];
  /** How many nodes may be disrupted, at one instant or at many. */
  allowedDisruptions(questions: readonly DisruptionsQuestion[]): Reply<DisruptionsAnswer>[];
  tolerates(questions: readonly TolerationQuestion[]): Reply<TolerationAnswer>[];
  /** Which types of the catalogue requirements and requests leave. */
  filter(questions: readonly FilterQuestion[]): Reply<FilterAnswer>[];
  /** Where pods would go, and why not. */
  place(question: PlacementQuestion): Reply<PlacementAnswer>;
}

/**
 * The one instance of this process; a new one after a failure that ended it.
 *
 * @param folder this one, `scheduling/karpenter`, of code that runs from a bundle elsewhere
 */
export function loadKarpenter(folder?: string): Promise<Karpenter> {
  loading ??= startSession(folder).then((ask) => karpenterOf(guarded(ask)));
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Wraps a program that speaks the protocol, such as the native build. */
export function karpenterOf(ask: Ask): Karpenter {
  /** Which part of the catalogue the program has. */
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

/** What the program has after it was given what is wanted: the same where it has that, else that beside what it had. */
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

/** A program that has ended is started anew by the next load. */
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
