/**
 * A template for HTML that escapes every value, unless the value is markup already. Names in manifests are untrusted: a
 * pool may be called `<script>`.
 */

/** Text that is HTML already. Only `markup` should make it. */
export interface Markup {
  readonly html: string;
}

type Value = Markup | string | number | undefined | readonly Value[];

/** Fills the template: markup and lists of markup stay as they are, text is escaped, and undefined becomes nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((text, index) => `${text}${rendered(values[index])}`);
  return Object.freeze({ html: parts.join("") });
}

/** Safe in text and in attributes with double quotes. */
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

/** HTML allows no control characters, and marks that reverse text would make it read as something else. */
const unsafe =
  /[&<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
