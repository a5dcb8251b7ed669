import Table from "cli-table3";

import { fittedWidths } from "./column-widths";

/** A table of text. A cell may have several lines. The first column names the row. */
export interface TextTable {
  /** A mere text is the heading of a column that is aligned to the left and may wrap. */
  readonly head: readonly (string | Column)[];
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly heading: string;
  readonly align?: "left" | "right";
  /** Whether its cells may wrap between words where the table is too wide; default true. */
  readonly wraps?: boolean;
}

/**
 * `boxed` has a line round each cell. `plain` has aligned columns only. `underlined` is plain with a rule below the
 * headings.
 */
export type TableStyle = "boxed" | "plain" | "underlined";

interface Look {
  readonly chars: Table.TableConstructorOptions["chars"];
  /** Spaces on each side of a text. */
  readonly padding: number;
  /** Characters between two columns, and beside the first and the last one together. */
  readonly gap: number;
  readonly margin: number;
}

const noTopAndBottom = {
  ...{ top: "", "top-mid": "", "top-left": "", "top-right": "" },
  ...{ bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" },
};
const plainChars = {
  ...noTopAndBottom,
  ...{ left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "" },
  middle: "  ",
};
const looks: Readonly<Record<TableStyle, Look>> = {
  boxed: { chars: {}, padding: 1, gap: 3, margin: 4 },
  plain: { chars: plainChars, padding: 0, gap: 2, margin: 0 },
  underlined: {
    chars: { ...plainChars, mid: "-", "mid-mid": "  " },
    padding: 0,
    gap: 2,
    margin: 0,
  },
};

/**
 * The table as text. Lines have no spaces at their end.
 *
 * @param width of the terminal, in characters. A wider table wraps its cells between words. A word is never cut: where
 * the longest words do not fit, a boxed table becomes one block of lines for each row, and the other styles become
 * wider than this. Undefined means that any width is fine, as in a file.
 */
export function renderTable(table: TextTable, style: TableStyle, width?: number): string {
  const look = looks[style];
  if (width === undefined) return drawn(table, look, undefined);
  const { widths, fits } = widthsIn(table, look, width);
  return style === "boxed" && !fits ? blocks(table, width) : drawn(table, look, widths);
}

function widthsIn(
  { head, rows }: TextTable,
  { gap, margin }: Look,
  width: number,
): ReturnType<typeof fittedWidths> {
  const columns = head.map(columnOf).map(({ heading, wraps = true }, index) => ({
    texts: [heading, ...rows.map((row) => row[index] ?? "")],
    wraps,
  }));
  return fittedWidths(columns, width - margin - gap * (columns.length - 1));
}

function drawn(
  { head, rows }: TextTable,
  { chars, padding }: Look,
  widths: readonly number[] | undefined,
): string {
  const columns = head.map(columnOf);
  const headings = columns.map(({ heading }) => heading);
  const table = new Table({
    head: headings.some((heading) => heading !== "") ? headings : [],
    colAligns: columns.map(({ align = "left" }) => align),
    ...(chars === undefined ? {} : { chars }),
    style: {
      head: [],
      border: [],
      // Only the headings have a line below them, unless each cell has its box.
      compact: padding === 0,
      "padding-left": padding,
      "padding-right": padding,
    },
    ...(widths === undefined
      ? {}
      : { colWidths: widths.map((one) => one + 2 * padding), wordWrap: true }),
  });
  for (const row of rows) table.push([...row]);
  return table.toString().replace(/ +$/gm, "");
}

/** One block for each row: its name, and below it a line for each of the other cells. */
function blocks({ head, rows }: TextTable, width: number): string {
  const [, ...titles] = head.map((one) => columnOf(one).heading);
  const look: Look = { ...looks.plain, chars: { ...plainChars, left: "  " }, margin: 2 };
  const columns = [{ heading: "", wraps: false }, { heading: "" }];
  return rows
    .map(([name = "", ...cells]) => {
      const fields = titles.map((title, index) => [title, cells[index] ?? ""]);
      const block: TextTable = { head: columns, rows: fields };
      return `${name}\n${drawn(block, look, widthsIn(block, look, width).widths)}`;
    })
    .join("\n");
}

function columnOf(head: string | Column): Column {
  return typeof head === "string" ? { heading: head } : head;
}
