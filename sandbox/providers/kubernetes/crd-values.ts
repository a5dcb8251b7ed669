/**
 * What the CEL rules look at, and how: values whose structure the schema has accepted already.
 */
export type Fields = Record<string, unknown>;
export type Value = string | Fields | Fields[];

/** `self` is the value under the rule, `before` the stored one at an update. A rule about a change holds without it. */
export type Rule = (self: Value, before: Value | undefined) => boolean;

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

export function items(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

/** A list's items, or the one object which the rule is about. */
export function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? items(value) : [fields(value)];
}

/** The keys of a map; a string stands for the one key that it is. */
export function keys(value: unknown): string[] {
  return typeof value === "string" ? [value] : Object.keys(fields(value));
}

export function has(value: unknown, name: string): boolean {
  return fields(value)[name] !== undefined;
}

export function hasAny(value: unknown, names: readonly string[]): boolean {
  return names.some((name) => has(value, name));
}

export function textOf(value: Value): string {
  return typeof value === "string" ? value : "";
}
