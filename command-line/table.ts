import Table from "cli-table3";

/** A table of text; a cell may have several lines. The first column names the row. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * With lines round the cells on a terminal, or as one block for each row where the terminal is too
 * narrow for that; aligned columns in a log.
 *
 * @param columns width of the terminal; undefined for a file or a pipe.
 */
export function renderTable(table: TextTable, columns: number | undefined): string {
  if (columns === undefined) return plain(table);
  const boxes = withBoxes(table);
  const width = boxes.indexOf("\n");
  return width <= columns ? boxes : blocks(table);
}

function withBoxes({ head, rows }: TextTable): string {
  const table = new Table({ head: [...head], style: { head: [], border: [] } });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

function plain({ head, rows }: TextTable): string {
  const all = [head, ...rows].map((row) => row.map((cell) => cell.split("\n")));
  const widths = head.map((_, column) =>
    Math.max(...all.flatMap((row) => (row[column] ?? []).map((line) => line.length))),
  );
  return all
    .flatMap((row) => {
      const height = Math.max(...row.map((lines) => lines.length));
      return Array.from({ length: height }, (_, line) =>
        widths
          .map((width, column) => (row[column]?.[line] ?? "").padEnd(width))
          .join("  ")
          .trimEnd(),
      );
    })
    .join("\n");
}

function blocks({ head, rows }: TextTable): string {
  const titles = head.slice(1);
  const width = Math.max(...titles.map((title) => title.length)) + 2;
  const field = (title: string, cell: string): string =>
    `  ${title.padEnd(width)}${cell.split("\n").join(`\n  ${" ".repeat(width)}`)}`;
  return rows
    .map(([name = "", ...cells]) =>
      [name, ...titles.map((title, index) => field(title, cells[index] ?? ""))].join("\n"),
    )
    .join("\n");
}
