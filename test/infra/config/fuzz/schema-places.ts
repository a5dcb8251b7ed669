import type fc from "fast-check";
import * as fastCheck from "fast-check";

import { withInlinedDefinitions } from "../../../../dev/generate/inlined-definitions";
import { stackFileSchema } from "../../../../infra/config/json-schema";
import { projectName } from "../../../../infra/config/schema";

/** What this folder reads of a JSON schema. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | false;
  readonly propertyNames?: SchemaNode;
}

export type Path = readonly (string | number)[];

/** A place of the schema: where it is in a file, and what is allowed there. */
export interface Place {
  /** Keys below `config:`, the first with its namespace. */
  readonly path: Path;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

/** Draws a value; the same draws are made again when a failure is shrunk. */
export type Draw = fc.GeneratorValue;

/** The schema of the values under `config:`. */
export const configNode = (
  withInlinedDefinitions(stackFileSchema())["properties"] as Readonly<Record<"config", SchemaNode>>
).config;

const prefix = `${projectName}:`;

/** The path as a fault names it: the first key without its namespace. */
export function faultPath(path: Path): Path {
  return path.map((key, index) =>
    index === 0 ? String(key).replace(new RegExp(`^${prefix}`), "") : key,
  );
}

/** The types that a node takes; none where it says nothing of them. */
export function typesOf({ type }: SchemaNode): readonly string[] {
  return type === undefined ? [] : typeof type === "string" ? [type] : type;
}

/**
 * A random place, reached from the root through objects, maps and lists; what `values` hold is preferred
 * among the keys of maps and the elements of lists, and every key of an object is as likely as another.
 */
export function drawPlace(draw: Draw, values: unknown): Place {
  let place: Place = { path: [], node: configNode, isRequired: true };
  let value = values;
  for (;;) {
    const next = below(draw, place, value);
    // The root is no place to plant something; deeper the walk may end anywhere.
    if (next === undefined) return place;
    value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[
      next.path.at(-1) ?? ""
    ];
    if (typeof value !== "object" || value === null) value = undefined;
    place = next;
    if (draw(fastCheck.nat, { max: 4 }) === 0) return place;
  }
}

function below(draw: Draw, { path, node }: Place, value: unknown): Place | undefined {
  const { properties, additionalProperties, items, required = [] } = node;
  if (properties !== undefined) {
    const keys = Object.keys(properties);
    const key = keys[draw(fastCheck.nat, { max: keys.length - 1 })] ?? "";
    const child = properties[key];
    return child && { path: [...path, key], node: child, isRequired: required.includes(key) };
  }
  if (typeof additionalProperties === "object") {
    const keys = Object.keys(value ?? {});
    const key = keys[draw(fastCheck.nat, { max: keys.length })] ?? "example-key";
    return { path: [...path, key], node: additionalProperties, isRequired: false };
  }
  if (items !== undefined) {
    const last = Array.isArray(value) && value.length > 0 ? value.length - 1 : 0;
    const index = draw(fastCheck.nat, { max: last });
    return { path: [...path, index], node: items, isRequired: true };
  }
  return undefined;
}

/** A copy of `root` with `value` at the path; what the path lacks on its way is made. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(root) ? [...(root as unknown[])] : [];
    list[key] = withValueAt(list[key], rest, value);
    return list;
  }
  const entries = isMap(root) ? Object.entries(root) : [];
  const index = entries.findIndex(([name]) => name === key);
  const entry: [string, unknown] = [key, withValueAt(entries[index]?.[1], rest, value)];
  // By entries, because an assignment to `__proto__` would set the prototype.
  return Object.fromEntries(
    index < 0 ? [...entries, entry] : entries.map((old, place) => (place === index ? entry : old)),
  );
}

/** A copy of `root` without the value at the path. */
export function withoutValueAt(root: unknown, path: Path): unknown {
  const parent = path.slice(0, -1);
  const found = parent.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    root,
  );
  const rest = Object.entries(isMap(found) ? found : {}).filter(([key]) => key !== path.at(-1));
  return withValueAt(root, parent, Object.fromEntries(rest));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
