import type { Measurement } from "./measure";

/** Median, minimum and maximum of several values. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The results of all rounds of one subject. */
export interface SubjectResult {
  readonly name: string;
  /** Wall time. */
  readonly seconds: Spread;
  /** Peak resident memory of the whole process tree; undefined when it cannot be read. */
  readonly peakBytes: Spread | undefined;
}

/** Whether the slowest stack takes at most 1.5 times a floor plus one second. */
export interface Verdict {
  readonly floorName: string;
  readonly gotName: string;
  readonly floorSeconds: number;
  readonly aimSeconds: number;
  readonly gotSeconds: number;
  /** `gotSeconds / floorSeconds`. */
  readonly ratio: number;
  readonly isMet: boolean;
}

const allowedRatio = 1.5;
const allowedExtraSeconds = 1;

/** The results of one subject. There must be at least one measurement. */
export function resultOf(name: string, rounds: readonly Measurement[]): SubjectResult {
  const peaks = rounds.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name,
    seconds: spreadOf(rounds.map(({ seconds }) => seconds)),
    peakBytes: peaks.length === 0 ? undefined : spreadOf(peaks),
  };
}

/** For an even number of values, the mean of the two in the middle. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [below, above] = [sorted[middle - (sorted.length % 2 === 0 ? 1 : 0)], sorted[middle]];
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (below === undefined || above === undefined || min === undefined || max === undefined) {
    throw new Error("a median of no values");
  }
  return { median: (below + above) / 2, min, max };
}

/** Whether a whole report takes at most four seconds, start-up included. */
export interface ReportVerdict {
  readonly name: string;
  readonly aimSeconds: number;
  readonly gotSeconds: number;
  readonly isMet: boolean;
}

const reportAimSeconds = 4;

/** Compares the median time of a report with its aim. */
export function reportVerdictOf({ name, seconds }: SubjectResult): ReportVerdict {
  const gotSeconds = seconds.median;
  return { name, aimSeconds: reportAimSeconds, gotSeconds, isMet: gotSeconds <= reportAimSeconds };
}

/** Compares the slowest stack with a floor, by medians of wall time. There must be at least one stack. */
export function verdictOf(floor: SubjectResult, stacks: readonly SubjectResult[]): Verdict {
  const slowest = [...stacks].sort((a, b) => b.seconds.median - a.seconds.median)[0];
  if (slowest === undefined) throw new Error("a verdict on no stack");
  const [floorSeconds, gotSeconds] = [floor.seconds.median, slowest.seconds.median];
  const aimSeconds = allowedRatio * floorSeconds + allowedExtraSeconds;
  return {
    floorName: floor.name,
    gotName: slowest.name,
    floorSeconds,
    aimSeconds,
    gotSeconds,
    ratio: gotSeconds / floorSeconds,
    isMet: gotSeconds <= aimSeconds,
  };
}
