/** Runs a comparison: first the kept cases, then random cases, until the first unexplained difference. */

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import type { Area, Comparison } from "./comparison";
import type { KeptCases } from "./kept-cases";

export interface CompareOptions {
  /** The number of random cases. */
  readonly count: number;
  readonly seed: number;
  /** Where cases are kept: they are replayed first, and the smallest case of a disagreement is added. */
  readonly kept?: KeptCases;
  readonly onProgress?: (done: number) => void;
}

export interface Outcome {
  readonly area: Area;
  readonly seed: number;
  /** The number of random cases that were compared. */
  readonly cases: number;
  /** The number of kept cases that were compared before them. */
  readonly replayed: number;
  /** For each branch the number of random cases that reached it; 0 for an expected branch that no case reached. */
  readonly branches: ReadonlyMap<string, number>;
  /** For each explained difference, by id, the number of random cases that show it. */
  readonly explained: ReadonlyMap<string, number>;
  readonly disagreement?: Disagreement;
}

/** The smallest case with an unexplained difference between the model and Karpenter. */
export interface Disagreement {
  readonly case: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  /** The file of the kept case. */
  readonly file?: string;
}

/** The same seed gives the same cases. */
export function compare<Case, Answer>(
  comparison: Comparison<Case, Answer>,
  { count, seed, kept, onProgress = () => undefined }: CompareOptions,
): Outcome {
  const { area, expectedBranches, explained, cases: arbitrary } = comparison;
  const branches = new Map(expectedBranches.map((name) => [name, 0]));
  const differences = new Map(explained.map(({ id }) => [id, 0]));
  const old = kept?.of(area) ?? [];
  let cases = 0;
  const outcome = (disagreement?: Disagreement): Outcome => {
    const tally = { area, seed, cases, replayed: old.length, branches, explained: differences };
    return disagreement === undefined ? tally : { ...tally, disagreement };
  };
  for (const { json, file } of old) {
    const difference = differenceOn(comparison, comparison.revive(json));
    if (difference !== undefined) return outcome({ ...difference, file });
  }
  for (let from = 0; from < count; from += batchSize) {
    const drawn = { seed: seedOfBatch(seed, from), numRuns: Math.min(batchSize, count - from) };
    const verdicts = verdictsOn(comparison, fc.sample(arbitrary, drawn));
    cases += verdicts.length;
    for (const { one, theirs, why } of verdicts) {
      for (const branch of comparison.branches(one, theirs)) add(branches, branch);
      if (why !== undefined) add(differences, why);
    }
    const failed = verdicts.find(({ isFailure }) => isFailure);
    if (failed !== undefined) {
      const { one, mine, theirs } = failed;
      const smallest = shrunk(comparison, drawn) ?? { case: one, mine, theirs };
      return outcome({ ...smallest, ...(kept && { file: kept.keep(area, seed, smallest.case) }) });
    }
    onProgress(cases);
  }
  return outcome();
}

/** Large enough to make a call efficient, and small enough for one call. */
const batchSize = 500;

/** A seed per batch, so that batches of one run, and of runs with neighbouring seeds, have different cases. */
function seedOfBatch(seed: number, from: number): number {
  let mixed = seed | 0;
  for (const part of [from, 0x9e3779b9]) {
    mixed = Math.imul(mixed ^ part ^ (mixed >>> 15), 0x85ebca6b);
    mixed ^= mixed >>> 13;
  }
  return mixed;
}

/** The result of one case. */
export interface Verdict<Case, Answer> {
  readonly one: Case;
  readonly mine: Answer;
  readonly theirs: Answer;
  /** The id of the explained difference, if there is one. */
  readonly why: string | undefined;
  /** Whether the answers differ without an explanation. */
  readonly isFailure: boolean;
}

/** Asks the model and Karpenter about the same cases. */
export function verdictsOn<Case, Answer>(
  { area, karpenter, model, explained }: Comparison<Case, Answer>,
  cases: readonly Case[],
): readonly Verdict<Case, Answer>[] {
  const answers = karpenter(cases);
  return cases.map((one, index) => {
    const theirs = answers[index];
    if (theirs === undefined) {
      throw new Error(`${area}: ${cases.length} cases got ${answers.length} answers`);
    }
    const mine = model(one);
    const isSame = isDeepStrictEqual(mine, theirs);
    const why = isSame ? undefined : explained.find((known) => known.explains(one, mine, theirs));
    return { one, mine, theirs, why: why?.id, isFailure: !isSame && why === undefined };
  });
}

function differenceOn<Case, Answer>(
  comparison: Comparison<Case, Answer>,
  one: Case,
): Disagreement | undefined {
  const [verdict] = verdictsOn(comparison, [one]);
  if (verdict?.isFailure !== true) return undefined;
  return { case: one, mine: verdict.mine, theirs: verdict.theirs };
}

/** Runs the batch again, case by case, as a property: fast-check then shrinks the failing case. */
function shrunk<Case, Answer>(
  comparison: Comparison<Case, Answer>,
  drawn: { readonly seed: number; readonly numRuns: number },
): Disagreement | undefined {
  const agrees = fc.property(comparison.cases, (one) => {
    return differenceOn(comparison, one) === undefined;
  });
  const { counterexample } = fc.check(agrees, drawn);
  return counterexample === null ? undefined : differenceOn(comparison, counterexample[0]);
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
