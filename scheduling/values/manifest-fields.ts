/** Reads the fields of an untrusted manifest. Faults are added to a list; nothing is thrown. */

import { type Fault, type FaultPath, rendered } from "./fault";

/** An object in the manifest, with its path. */
export interface Fields {
  readonly path: FaultPath;
  readonly record: Readonly<Record<string, unknown>>;
}

/** The list to which readers add the faults that they find. */
export type Findings = Fault[];

/** What the text in a field must look like, as a pattern and in words. */
export interface TextForm {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** The value as an object. Undefined, with a fault, where it is missing or something else. */
export function fieldsOf(value: unknown, path: FaultPath, findings: Findings): Fields | undefined {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { path, record: value as Fields["record"] };
  }
  findings.push(
    isAbsent(value)
      ? { path, problem: "is missing" }
      : { path, problem: "is no object", got: rendered(value) },
  );
  return undefined;
}

/** The object in a required field. Undefined, with a fault, where it is missing or something else. */
export function atPath(fields: Fields, key: string, findings: Findings): Fields | undefined {
  return fieldsOf(fieldValue(fields, key), [...fields.path, key], findings);
}

/**
 * The list in an optional field. Undefined where the field is absent, and, with a fault, where it holds
 * something else.
 */
export function listField(
  fields: Fields,
  key: string,
  findings: Findings,
): readonly unknown[] | undefined {
  const value = fieldValue(fields, key);
  if (isAbsent(value)) return undefined;
  if (Array.isArray(value)) return value as readonly unknown[];
  findings.push({
    path: [...fields.path, key],
    problem: "is no list",
    got: rendered(value),
  });
  return undefined;
}

/**
 * The text in an optional field. Undefined where the field is absent, and, with a fault, where the text
 * has another form.
 */
export function textField(
  fields: Fields,
  key: string,
  form: TextForm | undefined,
  findings: Findings,
): string | undefined {
  const value = fieldValue(fields, key);
  if (isAbsent(value)) return undefined;
  if (typeof value === "string" && (form === undefined || form.pattern.test(value))) return value;
  findings.push({
    path: [...fields.path, key],
    problem: typeof value === "string" ? "is not of the form" : "is no text",
    got: rendered(value),
    expected: form?.expected ?? "a text",
  });
  return undefined;
}

/**
 * The whole number in an optional field. Undefined where the field is absent, and, with a fault, where
 * it is out of range.
 */
export function wholeNumberField(
  fields: Fields,
  key: string,
  range: { readonly min: number; readonly max: number },
  findings: Findings,
): number | undefined {
  const value = fieldValue(fields, key);
  if (isAbsent(value)) return undefined;
  if (typeof value === "number" && Number.isInteger(value)) {
    if (value >= range.min && value <= range.max) return value;
  }
  findings.push({
    path: [...fields.path, key],
    problem: "is out of range",
    got: rendered(value),
    expected: `a whole number from ${range.min} to ${range.max}`,
  });
  return undefined;
}

/**
 * Adds a fault for each field that the CRD does not have. kubectl and server-side apply refuse the manifest then; a
 * client that switches validation off gets a pool without the field.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 *
 * @param meant what the author of such a field meant, by its name: a fix without a full stop
 */
export function knownFieldsOnly(
  { path, record }: Fields,
  known: readonly string[],
  findings: Findings,
  meant: Readonly<Record<string, string>> = {},
): void {
  for (const key of Object.keys(record)) {
    if (known.includes(key)) continue;
    findings.push({
      path: [...path, key],
      problem: "is no field of a NodePool",
      expected: known.join(", "),
      fix: Object.hasOwn(meant, key) ? (meant[key] ?? "") : (fieldMeant(key, known) ?? "remove it"),
      apiServer: "drops",
    });
  }
}

/** The known field of which the key is another spelling: `reason` for `reasons`, `minvalues` for `minValues`. */
function fieldMeant(key: string, known: readonly string[]): string | undefined {
  const meant = known.find((field) => plainSpelling(field) === plainSpelling(key));
  return meant === undefined ? undefined : `write ${meant}`;
}

function plainSpelling(field: string): string {
  return field.toLowerCase().replace(/s$/, "");
}

/** The value of an object's own field; fields of its prototype do not count. */
export function fieldValue({ record }: Fields, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether a field counts as absent. The API server drops fields that hold null. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
