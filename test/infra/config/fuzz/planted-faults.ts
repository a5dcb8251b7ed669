import * as fastCheck from "fast-check";

import { projectName } from "../../../../infra/config/schema";
import {
  configNode,
  drawPlace,
  faultPath,
  typesOf,
  withoutValueAt,
  withValueAt,
  type Draw,
  type Path,
  type Place,
  type SchemaNode,
} from "./schema-places";

/** A file with a fault in it, and where a reader has to find it. */
export interface PlantedFault {
  readonly values: unknown;
  readonly path: Path;
  /** What was done, for the message of a failure. */
  readonly deed: string;
}

/** Values that stand for their JSON type, ugly ones among them. */
const valuesByType: Readonly<Record<string, readonly unknown[]>> = {
  null: [null],
  boolean: [true, false],
  number: [0, -1, 1.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_SAFE_INTEGER],
  string: ["", "no", "\u0000", "x".repeat(20_000), "${jndi}", "ﬁ\u202e", "1", "{}"],
  array: [[], [[]], [null], [{}], nested(200, (inner) => [inner])],
  object: [{}, { a: 1 }, Object.fromEntries([["__proto__", 1]]), nested(200, (a) => ({ a }))],
};

/** Keys that no map of the schema has, some of which every JavaScript object answers to. */
const strangeKeys = [
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "prototype",
  "toString",
  "valueOf",
  "then",
  "<<",
  "",
  " ",
  "0",
  "unheard-of",
  "a.b",
  "ключ",
];

/** Plants one fault somewhere below the schema. */
export function plantFault(draw: Draw, values: unknown): PlantedFault {
  for (;;) {
    const place = drawPlace(draw, values);
    const planters = [wrongType, outOfRange, strangeKey, strangeKey, missing];
    const planter = planters[draw(fastCheck.nat, { max: planters.length - 1 })];
    const planted = planter?.(draw, place, values);
    if (planted !== undefined) return planted;
  }
}

function wrongType(draw: Draw, { path, node }: Place, values: unknown): PlantedFault | undefined {
  const right = typesOf(node);
  if (right.length === 0) return undefined;
  const wrong = Object.entries(valuesByType).flatMap(([type, examples]) =>
    right.includes(type) || mayStandFor(type, right) ? [] : examples,
  );
  const value = oneOf(draw, wrong);
  return at(values, path, value, "another type");
}

/** Half a number is out of the range of whole ones, which outOfRange plants. */
function mayStandFor(type: string, right: readonly string[]): boolean {
  return type === "number" && right.includes("integer");
}

function outOfRange(draw: Draw, { path, node }: Place, values: unknown): PlantedFault | undefined {
  const outside = [...numbersOutside(node), ...textsOutside(node), ...listsOutside(node)];
  if (outside.length === 0) return undefined;
  return at(values, path, oneOf(draw, outside), "a value out of range");
}

function numbersOutside({ minimum, maximum, ...node }: SchemaNode): readonly unknown[] {
  if (!typesOf(node).includes("integer")) return [];
  return [
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1e300,
    ...(minimum === undefined ? [] : [minimum - 1, minimum - 1e9]),
    ...(maximum === undefined ? [] : [maximum + 1, maximum + 0.5]),
  ];
}

function textsOutside({ pattern, enum: words, ...node }: SchemaNode): readonly unknown[] {
  if (!typesOf(node).includes("string") || typesOf(node).length > 1) return [];
  const candidates = [
    "",
    " ",
    "!",
    "\u0000",
    "a\nb",
    "ü€\u{1F600}",
    "a".repeat(20_000),
    ...(words ?? []).map((word) => `${String(word)}x`),
    ...(words ?? []).map((word) => ` ${String(word)}`),
  ];
  const allowed =
    words !== undefined
      ? (text: string) => words.includes(text)
      : pattern !== undefined
        ? (text: string) => regularExpression(pattern).test(text)
        : () => true;
  return candidates.filter((text) => !allowed(text));
}

function listsOutside({ minItems = 0, maxItems, items }: SchemaNode): readonly unknown[] {
  const filler = items?.enum?.[0] ?? "filler";
  return [
    ...(minItems > 0 ? [[]] : []),
    ...(maxItems === undefined ? [] : [new Array(maxItems + 1).fill(filler) as unknown[]]),
  ];
}

/** A key that the object does not have: an unrelated word, or a key of its own with a typing error. */
function strangeKey(draw: Draw, place: Place, values: unknown): PlantedFault | undefined {
  const { path, node } = draw(fastCheck.nat, { max: 9 }) === 0 ? rootPlace : place;
  const { properties, additionalProperties } = node;
  if (properties === undefined || additionalProperties !== false) return undefined;
  const known = Object.keys(properties);
  const slips = known.flatMap((key) => [
    key.slice(0, -1),
    `${key}s`,
    key.toUpperCase(),
    key.replace(/(.)(.)$/, "$2$1"),
  ]);
  const prefixed = strangeKeys.map((key) => (path.length === 0 ? `${projectName}:${key}` : key));
  const key = oneOf(draw, [...prefixed, ...slips]) as string;
  if (known.includes(key)) return undefined;
  const value = oneOf(draw, Object.values(valuesByType).flat());
  return at(values, [...path, key], value, "an unknown key");
}

const rootPlace: Place = { path: [], node: configNode, isRequired: true };

function missing(
  _draw: Draw,
  { path, isRequired }: Place,
  values: unknown,
): PlantedFault | undefined {
  if (!isRequired || typeof path.at(-1) !== "string") return undefined;
  return {
    values: withoutValueAt(values, path),
    path: faultPath(path),
    deed: "nothing where something is required",
  };
}

function at(values: unknown, path: Path, value: unknown, deed: string): PlantedFault {
  return { values: withValueAt(values, path, value), path: faultPath(path), deed };
}

/** A pattern as zod means it; some need the Unicode mode, and some are not allowed in it. */
export function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return new RegExp(pattern);
  }
}

function oneOf(draw: Draw, values: readonly unknown[]): unknown {
  return values[draw(fastCheck.nat, { max: values.length - 1 })];
}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = {};
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}
