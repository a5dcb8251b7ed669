import stringWidth from "string-width";

/** The texts of one column, its heading among them. */
export interface ColumnTexts {
  readonly texts: readonly string[];
  /** Whether the texts may wrap between words. */
  readonly wraps: boolean;
}

/** A column that wraps gets at least this many characters, because very short lines are hard to read. */
const leastWrapped = 16;

/**
 * The width of each column, in columns of a terminal (a Japanese character takes two), so that all columns together take `room` where that is possible. The widest
 * columns wrap first. A column is never narrower than its longest word.
 *
 * @returns `fits` is false where the longest words take more than `room`; the widths are then the least possible.
 */
export function fittedWidths(
  columns: readonly ColumnTexts[],
  room: number,
): { readonly widths: readonly number[]; readonly fits: boolean } {
  const widths = columns.map(({ texts }) => longest(texts.flatMap((text) => text.split("\n"))));
  const least = columns.map(({ texts, wraps }, index) => {
    const width = widths[index] ?? 0;
    if (!wraps) return width;
    return Math.max(
      longest(texts.flatMap((text) => text.split(/\s+/))),
      Math.min(width, leastWrapped),
    );
  });
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const widest = widestOf(widths, least);
    if (widest === undefined) return { widths, fits: false };
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess--;
  }
  return { widths, fits: true };
}

/** The index of the widest column that can still become narrower. */
function widestOf(widths: readonly number[], least: readonly number[]): number | undefined {
  let widest: number | undefined;
  for (const [index, width] of widths.entries()) {
    if (width <= (least[index] ?? 0)) continue;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
  }
  return widest;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}
