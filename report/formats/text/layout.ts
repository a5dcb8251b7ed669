/** Plain text in a given width: wrapped paragraphs and tables. Widths are in characters. */

/** The text in lines of at most `width`, all but the first indented. A longer word stands alone. */
export function wrapped(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const room = width - (lines.length === 0 ? 0 : indent.length);
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}

export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right";
  /** Takes the width that the others leave, and wraps in it. At most one. */
  readonly grows?: boolean;
}

const gap = "  ";
/** A column that grows is never narrower, even if the table then overflows. */
const leastGrowing = 16;

/** A table with its headings underlined; lines end without spaces. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const growing = columns.findIndex(({ grows }) => grows === true);
  if (growing >= 0) {
    const others = widths.reduce((sum, one, index) => sum + (index === growing ? 0 : one), 0);
    const left = width - others - gap.length * (columns.length - 1);
    widths[growing] = Math.min(widths[growing] ?? 0, Math.max(left, leastGrowing));
  }
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => padded(cell, widths[index] ?? 0, columns[index]?.align))
      .join(gap)
      .trimEnd();
  const body = rows.flatMap((row) => {
    const cells = row.map((cell, index) =>
      index === growing ? wrapped(cell, widths[index] ?? 0).split("\n") : [cell],
    );
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) => line(cells.map((cell) => cell[at] ?? "")));
  });
  return [
    line(columns.map(({ heading }) => heading)),
    line(widths.map((one) => "-".repeat(one))),
    ...body,
  ].join("\n");
}

function padded(text: string, width: number, align: Column["align"]): string {
  return align === "right" ? text.padStart(width) : text.padEnd(width);
}
