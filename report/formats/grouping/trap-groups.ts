import type { TrapOccurrence } from "../../model";
import { trapsById } from "../../traps/registry";

/** All occurrences of one trap. Several pools may have the trap, each with its own numbers. */
export interface TrapGroup {
  readonly id: string;
  /** The line above several texts; absent if there is only one text. */
  readonly heading?: string;
  readonly texts: readonly TrapText[];
}

export interface TrapText {
  /** Every pool with exactly this text; empty for the whole stack. */
  readonly pools: readonly string[];
  readonly text: string;
}

export interface GroupedTraps {
  /** What costs money or work. */
  readonly traps: readonly TrapGroup[];
  /** What is good to know. */
  readonly goodToKnow: readonly TrapGroup[];
  /** How many occurrences each list has, counted pool by pool. */
  readonly counts: { readonly traps: number; readonly goodToKnow: number };
}

type ToldTrap = Pick<TrapOccurrence, "id" | "pool" | "text">;

/** Groups the occurrences by trap, in the order of the first occurrence of each. */
export function groupedTraps(all: readonly ToldTrap[]): GroupedTraps {
  const isGoodToKnow = ({ id }: ToldTrap): boolean => trapsById.get(id)?.kind === "good-to-know";
  const [goodToKnow, traps] = [all.filter(isGoodToKnow), all.filter((trap) => !isGoodToKnow(trap))];
  return {
    traps: trapGroups(traps),
    goodToKnow: trapGroups(goodToKnow),
    counts: { traps: traps.length, goodToKnow: goodToKnow.length },
  };
}

/**
 * Groups the occurrences by trap. Pools with the same text share one entry. If the texts differ, they get a common
 * heading, and sentences that all of them end with move up into the heading.
 */
export function trapGroups(traps: readonly ToldTrap[]): readonly TrapGroup[] {
  const kinds = new Map<string, Map<string, string[]>>();
  for (const { id, pool, text } of traps) {
    const kind = kinds.get(id) ?? new Map<string, string[]>();
    const pools = kind.get(text) ?? [];
    if (pool !== undefined && !pools.includes(pool)) pools.push(pool);
    kinds.set(id, kind.set(text, pools));
  }
  return [...kinds].map(([id, byText]) =>
    groupOf(
      id,
      [...byText].map(([text, pools]) => ({ pools, text })),
    ),
  );
}

function groupOf(id: string, texts: readonly TrapText[]): TrapGroup {
  if (texts.length < 2) return { id, texts };
  const all = texts.map(({ text }) => sentences(text));
  const shared = commonEnd(all);
  return {
    id,
    heading: [`${trapsById.get(id)?.title ?? id}.`, ...shared].join(" "),
    texts: texts.map(({ pools }, index) => {
      const own = all[index] ?? [];
      return { pools, text: own.slice(0, own.length - shared.length).join(" ") };
    }),
  };
}

function sentences(text: string): readonly string[] {
  return text.split(/(?<=[.]) (?=[A-Z])/);
}

/** The sentences that all texts end with. Each text keeps at least its first sentence. */
function commonEnd(texts: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = texts;
  const most = Math.min(...texts.map(({ length }) => length)) - 1;
  let count = 0;
  while (count < most && texts.every((one) => one.at(-1 - count) === first.at(-1 - count))) {
    count += 1;
  }
  return count === 0 ? [] : first.slice(-count);
}
