import type { TrapOccurrence } from "../../model";
import { trapsById } from "../../traps/registry";

/** The traps of one kind: several pools meet the same thing, each with numbers of its own. */
export interface TrapGroup {
  readonly id: string;
  /** Stands over several texts; absent where there is but one. */
  readonly heading?: string;
  readonly texts: readonly TrapText[];
}

export interface TrapText {
  /** Every pool that is told just this; empty for the stack as a whole. */
  readonly pools: readonly string[];
  readonly text: string;
}

export interface GroupedTraps {
  /** What costs money or work. */
  readonly traps: readonly TrapGroup[];
  /** What is good to know. */
  readonly goodToKnow: readonly TrapGroup[];
  /** How many traps each holds, pool by pool. */
  readonly counts: { readonly traps: number; readonly goodToKnow: number };
}

/** The traps by kind, each kind at the place of its first. */
export function groupedTraps(all: readonly TrapOccurrence[]): GroupedTraps {
  const isGoodToKnow = ({ id }: TrapOccurrence): boolean =>
    trapsById.get(id)?.kind === "good-to-know";
  const [goodToKnow, traps] = [all.filter(isGoodToKnow), all.filter((trap) => !isGoodToKnow(trap))];
  return {
    traps: trapGroups(traps),
    goodToKnow: trapGroups(goodToKnow),
    counts: { traps: traps.length, goodToKnow: goodToKnow.length },
  };
}

/**
 * The traps by kind. What several pools are told in the same words is told once; where the words differ
 * each says its own under one heading, and sentences with which all of them end move up into it.
 */
export function trapGroups(traps: readonly TrapOccurrence[]): readonly TrapGroup[] {
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

/** The sentences with which all end; of each at least the first remains. */
function commonEnd(texts: readonly (readonly string[])[]): readonly string[] {
  const [first = []] = texts;
  const most = Math.min(...texts.map(({ length }) => length)) - 1;
  let count = 0;
  while (count < most && texts.every((one) => one.at(-1 - count) === first.at(-1 - count))) {
    count += 1;
  }
  return count === 0 ? [] : first.slice(-count);
}
