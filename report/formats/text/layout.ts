/** Plain text in a given width. Widths are in characters. */

import { renderTable, type Column } from "../../../command-line/table";
import { plain } from "./plain";

/**
 * Wraps the text into lines of at most `width`, and indents all but the first. A longer word gets a line of its own.
 */
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

/**
 * A table with a rule below its headings.
 *
 * @param head headings. A heading that is only a text has a column that is aligned to the left and does not wrap
 */
export function table(
  head: readonly (string | Pick<Column, "heading" | "align" | "wraps">)[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  // Each cell is one line: names in manifests may have line feeds, and escape sequences would change the widths.
  const lines = rows.map((row) => row.map((cell) => plain(cell.replace(/\s+/g, " "))));
  const columns = head.map((one) => ({
    wraps: false,
    ...(typeof one === "string" ? { heading: one } : one),
  }));
  const drawn = renderTable({ head: columns, rows: lines }, "underlined", width);
  const fits = drawn.split("\n").every((line) => line.length <= width);
  return fits ? drawn : blocks(columns, lines, width);
}

/** One block for each row, where the longest words do not fit beside each other. */
function blocks(
  columns: readonly Pick<Column, "heading">[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  return rows
    .map(([name = "", ...cells]) => {
      const lines = cells.flatMap((cell, index) => {
        const heading = columns[index + 1]?.heading ?? "";
        return cell === "" ? [] : [`  ${wrapped(`${heading}: ${cell}`, width - 2, "    ")}`];
      });
      return [name, ...lines].join("\n");
    })
    .join("\n");
}

/** An item of a list. */
export function bullet(text: string, width: number): string {
  return `- ${wrapped(text, width - 2, "  ")}`;
}
