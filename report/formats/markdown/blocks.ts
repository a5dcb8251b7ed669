/** Sections, folded parts and tables of Markdown. */

export function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`**${title}**\n\n${lines.join("\n")}`];
}

export function foldedUnlessEmpty(title: string, body: string): readonly string[] {
  return body === "" ? [] : [folded(title, body)];
}

/** Markdown inside the element needs empty lines around it. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A table; empty if it has no rows. A heading that begins with `>` is above numbers. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  size = rows.length,
): string {
  if (size === 0) return "";
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(headings.map((heading) => heading.replace(/^>/, ""))),
    line(headings.map((heading) => (heading.startsWith(">") ? "--:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}
