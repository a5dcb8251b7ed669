/**
 * The mutants in Stryker's JSON report.
 * https://github.com/stryker-mutator/mutation-testing-elements/tree/master/packages/report-schema
 */

export type MutantStatus =
  | "Killed"
  | "Timeout"
  | "Survived"
  | "NoCoverage"
  | "RuntimeError"
  | "CompileError"
  | "Ignored"
  | "Pending";

export interface ReportedMutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: MutantStatus;
  /** Lines and columns count from 1. The end column is the first one after the mutant. */
  readonly location: { readonly start: Position; readonly end: Position };
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface MutationReport {
  /** By path from the project's root. */
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] }>
  >;
}

/** A mutant that no test noticed, with the source text that it replaced. */
export interface Survivor extends ReportedMutant {
  readonly file: string;
  readonly original: string;
}

/** Mutants that no test noticed, in the order of files and lines. */
export function survivorsOf(report: MutationReport): readonly Survivor[] {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(isSurvivor)
      .map((mutant) => ({ ...mutant, file, original: textAt(source, mutant.location) }))
      .sort(byPlace),
  );
}

/**
 * The report with the newer results of a later run, which tried only some of its mutants. A mutant is found by its
 * place and replacement, because Stryker gives new numbers in every run.
 */
export function withNewerResults(report: MutationReport, later: MutationReport): MutationReport {
  return {
    files: Object.fromEntries(
      Object.entries(report.files).map(([file, { source, mutants }]) => {
        const newer = new Map(
          (later.files[file]?.mutants ?? []).map((mutant) => [identity(mutant), mutant]),
        );
        const merged = mutants.map((mutant) => newer.get(identity(mutant)) ?? mutant);
        return [file, { source, mutants: merged }];
      }),
    ),
  };
}

export function isSurvivor({ status }: ReportedMutant): boolean {
  return status === "Survived" || status === "NoCoverage";
}

function byPlace(one: Survivor, other: Survivor): number {
  return (
    one.location.start.line - other.location.start.line ||
    one.location.start.column - other.location.start.column
  );
}

function textAt(source: string, { start, end }: ReportedMutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => (index === last ? line.slice(0, end.column - 1) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
    .join("\n");
}

function identity({ mutatorName, replacement, location: { start, end } }: ReportedMutant): string {
  return JSON.stringify([mutatorName, replacement, start.line, start.column, end.line, end.column]);
}
