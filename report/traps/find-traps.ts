import type { PoolReport } from "../model";
import { rankGroup } from "./rank";
import { traps } from "./registry";
import type { PoolText, StackAnswers, Trap, WorkloadText } from "./trap";

/** A trap that was found, without its place in a file. */
export interface FoundTrap {
  readonly id: string;
  readonly pool?: string;
  readonly workload?: string;
  readonly text: string;
  /** Absent where the trap's own fix is meant. */
  readonly fix?: string;
}

/** Every trap in every pool and workload, one for each cause: by group of ranks, then in the order of the pools, then by rank. */
export function findTraps(
  reports: readonly PoolReport[],
  answers: StackAnswers,
): readonly FoundTrap[] {
  const position = new Map(reports.map(({ name }, index) => [name, index]));
  const place = (text: PoolText | WorkloadText): number =>
    "pool" in text ? (position.get(text.pool) ?? -1) : -1;
  const all = traps.flatMap((trap) =>
    textsOf(trap, reports, answers).map((found) => ({ trap, found })),
  );
  const told = new Set(
    all.map(({ trap, found }) => ("pool" in found ? keyOf(trap.id, found.pool) : "")),
  );
  const isImplied = ({ trap, found }: (typeof all)[number]): boolean =>
    "pool" in found && (trap.impliedBy ?? []).some((cause) => told.has(keyOf(cause, found.pool)));
  return all
    .filter((one) => !isImplied(one))
    .map(({ trap, found }) => ({ group: rankGroup(trap.rank), id: trap.id, found }))
    .sort((a, b) => a.group - b.group || place(a.found) - place(b.found))
    .map(({ id, found }) => ({ id, ...found }));
}

function keyOf(id: string, pool: string): string {
  return `${id} ${pool}`;
}

function textsOf(
  trap: Trap,
  reports: readonly PoolReport[],
  answers: StackAnswers,
): readonly (PoolText | WorkloadText)[] {
  return "occurrencesIn" in trap
    ? trap.occurrencesIn(answers)
    : reports.flatMap((report) =>
        trap.textsFor(report).map((text) => ({ pool: report.name, text })),
      );
}
