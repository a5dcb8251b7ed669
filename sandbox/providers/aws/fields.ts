/** Compares inputs with the fields of a row, and finds all faults at once. Unknown values are not checked. */
import {
  formatRange,
  fromFirstAddress,
  isFirstAddress,
  parseRange,
} from "../../../components/network/ipv4-range";
import type { Properties } from "../cloud-state";
import { type CheckFailure, unknown } from "../stand-in";
import type { Field, Row } from "./row";

/** A value in the inputs with its path, as messages show it: `taints[1].effect`. */
export interface Located {
  readonly path: string;
  readonly value: unknown;
}

/** All faults of the inputs: unknown names, missing inputs, wrong kinds, values that AWS does not accept. */
export function fieldFailures(row: Row, inputs: Properties): CheckFailure[] {
  return [
    ...unknownNames(row, inputs),
    ...Object.entries(row.fields).flatMap(([path, field]) => failuresOf(row, path, field, inputs)),
    ...(row.oneOf ?? []).flatMap((names) => alternativeFailures(names, inputs)),
  ];
}

/** The values at the path of a field. A path through lists has one value for each item. Absent values are left out. */
export function valuesAt(inputs: Properties, path: string): Located[] {
  let found: Located[] = [{ path: "", value: inputs }];
  for (const step of path.split(".")) {
    const name = step.replace("[]", "");
    found = found.flatMap(({ path: parent, value }) => {
      if (!isObject(value) || value[name] === undefined || value[name] === null) return [];
      const child = { path: parent === "" ? name : `${parent}.${name}`, value: value[name] };
      return step.endsWith("[]") ? itemsOf(child) : [child];
    });
  }
  return found;
}

/** The items of a list with their paths. A value that is not a list counts as a list of one. */
export function itemsOf({ path, value }: Located): Located[] {
  if (!Array.isArray(value)) return [{ path, value }];
  return value.map((item: unknown, index) => ({ path: `${path}[${index}]`, value: item }));
}

/** Whether the value, or any value inside it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (typeof value === "string") return value.includes(unknown);
  if (Array.isArray(value)) return value.some(containsUnknown);
  return isObject(value) && Object.values(value).some(containsUnknown);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function failuresOf(row: Row, path: string, field: Field, inputs: Properties): CheckFailure[] {
  const cut = path.lastIndexOf(".");
  const parents = cut < 0 ? [{ path: "", value: inputs }] : valuesAt(inputs, path.slice(0, cut));
  const name = path.slice(cut + 1);
  return parents.flatMap((parent) => {
    if (!isObject(parent.value)) return [];
    const at = parent.path === "" ? name : `${parent.path}.${name}`;
    const value = parent.value[name];
    if (value === undefined || value === null) {
      return field.required
        ? [{ property: at, reason: `is missing, got nothing; ${row.type} needs it` }]
        : [];
    }
    return valueFailures({ path: at, value }, field);
  });
}

function valueFailures(located: Located, field: Field): CheckFailure[] {
  if (located.value === unknown) return [];
  const kind = kindOf(located.value);
  if (kind !== field.kind) {
    return [
      { property: located.path, reason: `has the wrong kind, got ${kind}; expected ${field.kind}` },
    ];
  }
  return itemsOf(located).flatMap((item) => {
    const problem = containsUnknown(item.value) ? undefined : valueProblem(item.value, field);
    return problem === undefined ? [] : [{ property: item.path, reason: problem }];
  });
}

function valueProblem(
  value: unknown,
  { values, length, pattern, range, ipv4Range }: Field,
): string | undefined {
  const got = `got ${JSON.stringify(value)}`;
  if (values !== undefined && !values.includes(String(value))) {
    return `is not a value that AWS knows, ${got}; expected one of ${values.join(", ")}`;
  }
  if (
    length !== undefined &&
    (String(value).length < length.min || String(value).length > length.max)
  ) {
    return `has ${String(value).length} characters, ${got}; expected ${length.min} to ${length.max}`;
  }
  if (pattern !== undefined && !pattern.test(String(value))) {
    return `has characters or a form that AWS refuses, ${got}; expected ${pattern.source}`;
  }
  if (ipv4Range && !isFirstAddress(parseRange(String(value)))) {
    const meant = formatRange(fromFirstAddress(parseRange(String(value))));
    return `${JSON.stringify(value)} is not a valid CIDR block; did you mean ${JSON.stringify(meant)}?`;
  }
  if (range !== undefined && (Number(value) < range.min || Number(value) > range.max)) {
    return `is out of range, ${got}; expected ${range.min} to ${range.max}`;
  }
  return undefined;
}

function unknownNames(row: Row, inputs: Properties): CheckFailure[] {
  const objects = new Set(["", ...Object.keys(row.fields).map(parentOf)]);
  return [...objects].flatMap((parent) => {
    const allowed = namesIn(row, parent);
    const places =
      parent === "" ? [{ path: "", value: inputs as unknown }] : valuesAt(inputs, parent);
    return places.flatMap(({ path, value }) => {
      if (!isObject(value)) return [];
      const strange = Object.keys(value).filter(
        (name) => !allowed.includes(name) && name !== "__defaults",
      );
      return strange.map((name) => ({
        property: path === "" ? name : `${path}.${name}`,
        reason: `is no input of ${row.type} in the sandbox; expected one of ${allowed.join(", ")}; add it to the row of ${row.type} if the real provider has it`,
      }));
    });
  });
}

function namesIn(row: Row, parent: string): string[] {
  const declared = Object.keys(row.fields).filter((path) => parentOf(path) === parent);
  const names = declared.map((path) => path.slice(path.lastIndexOf(".") + 1).replace("[]", ""));
  if (parent !== "") return names;
  return [...names, ...(row.accepted ?? []), ...(row.global ? [] : ["region"])];
}

function parentOf(path: string): string {
  return path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : "";
}

function alternativeFailures(names: readonly string[], inputs: Properties): CheckFailure[] {
  const given = names.filter((name) => inputs[name] !== undefined && inputs[name] !== null);
  if (given.length === 1) return [];
  const got = given.length === 0 ? "none" : given.join(" and ");
  return [
    {
      property: names[0] ?? "",
      reason: `exactly one of ${names.join(", ")} is needed, got ${got}`,
    },
  ];
}

function kindOf(value: unknown): Field["kind"] {
  if (Array.isArray(value)) return "list";
  const kind = typeof value;
  return kind === "string" || kind === "number" || kind === "boolean" ? kind : "object";
}
