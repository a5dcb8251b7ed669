/** Plain text in a given width. Widths are in characters. */

import { renderTable, type Column } from "../../../command-line/table";
import { plain } from "./plain";

/** The text in lines of at most `width`, all but the first indented. A word that is longer gets a line of its own. */
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
 * A table whose headings have a rule below them.
 *
 * @param head headings; one that is no mere text may wrap its cells, or aligns them to the right
 */
export function table(
  head: readonly (string | Pick<Column, "heading" | "align" | "wraps">)[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  // A cell is one line: names in manifests may hold line feeds, and escape sequences would change the widths.
  const lines = rows.map((row) => row.map((cell) => plain(cell.replace(/\s+/g, " "))));
  const columns = head.map((one) => ({
    wraps: false,
    ...(typeof one === "string" ? { heading: one } : one),
  }));
  return renderTable({ head: columns, rows: lines }, "underlined", width);
}
