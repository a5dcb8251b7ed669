/** What differs between the answers of two schedulers, or between two sets of settings. */

/** One question, and its answer as text. */
export interface Answered {
  readonly item: string;
  readonly answer: string;
}

/** An item with two answers. An absent one is not there at all. */
export interface Change {
  readonly item: string;
  readonly older?: string;
  readonly newer?: string;
}

/** The items whose answers differ, in the order of the newer answers; then those that only the older ones have. */
export function changesBetween(
  older: readonly Answered[],
  newer: readonly Answered[],
): readonly Change[] {
  const before = new Map(older.map(({ item, answer }) => [item, answer]));
  const after = new Map(newer.map(({ item, answer }) => [item, answer]));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((item): Change[] => {
    const [was, is] = [before.get(item), after.get(item)];
    if (was === is) return [];
    return [
      {
        item,
        ...(was === undefined ? {} : { older: was }),
        ...(is === undefined ? {} : { newer: is }),
      },
    ];
  });
}
