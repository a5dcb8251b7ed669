/**
 * HTML as a template whose values are escaped, all of them, unless they are markup themselves. Names in
 * manifests are anybody's: a pool may be called `<script>`.
 */

/** Text that is HTML already. Only `markup` makes it. */
export interface Markup {
  readonly html: string;
}

type Value = Markup | string | number | undefined | readonly Value[];

/** The template with its values: markup and lists of it as they are, text escaped, undefined as nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((text, index) => `${text}${rendered(values[index])}`);
  return Object.freeze({ html: parts.join("") });
}

/** Safe in text and in attributes that stand in double quotes. */
export function escaped(text: string): string {
  return text.replace(unsafe, (character) => entities[character] ?? "\uFFFD");
}

function rendered(value: Value): string {
  if (value === undefined) return "";
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return "html" in value ? value.html : value.map(rendered).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters have no place in HTML, and reversed text would lie about what it says. */
const unsafe =
  /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
