import Table from "cli-table3";

/** A table of text; a cell may have several lines. */
export interface TextTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** With lines round the cells for a terminal, aligned columns for a log. */
export function renderTable(table: TextTable, drawsBoxes: boolean): string {
  return drawsBoxes ? withBoxes(table) : plain(table);
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
