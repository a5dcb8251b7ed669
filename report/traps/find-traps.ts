import type { PoolReport, TrapOccurrence } from "../model";
import { rankGroup } from "./rank";
import { traps } from "./registry";
import type { StackAnswers, Trap } from "./trap";

/** Every trap in every pool: by group of ranks, then in the order of the pools, then by rank. */
export function findTraps(
  reports: readonly PoolReport[],
  answers: StackAnswers,
): readonly TrapOccurrence[] {
  const position = new Map(reports.map(({ name }, index) => [name, index]));
  return traps
    .flatMap((trap) => {
      const found = textsOf(trap, reports, answers);
      return found.map(({ pool, text }) => ({
        group: rankGroup(trap.rank),
        id: trap.id,
        pool,
        text,
      }));
    })
    .sort(
      (a, b) => a.group - b.group || (position.get(a.pool) ?? -1) - (position.get(b.pool) ?? -1),
    )
    .map(({ id, pool, text }) => ({ id, pool, text }));
}

function textsOf(trap: Trap, reports: readonly PoolReport[], answers: StackAnswers) {
  return "occurrencesIn" in trap
    ? trap.occurrencesIn(answers)
    : reports.flatMap((report) =>
        trap.textsFor(report).map((text) => ({ pool: report.name, text })),
      );
}
