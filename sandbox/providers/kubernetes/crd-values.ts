/** How the CEL rules read values. The schema has accepted the structure of these values before. */
export type Fields = Record<string, unknown>;
export type Value = string | Fields | Fields[];

/**
 * `self` is the value that has the rule, `before` the stored value at an update. A rule about a change holds when there
 * is no `before`.
 */
export type Rule = (self: Value, before: Value | undefined) => boolean;

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

export function items(value: unknown): Fields[] {
  return Array.isArray(value) ? (value as Fields[]) : [];
}

/** The items of a list, or the one object that has the rule. */
export function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? items(value) : [fields(value)];
}

/** The keys of a map. A string stands for one key. */
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
