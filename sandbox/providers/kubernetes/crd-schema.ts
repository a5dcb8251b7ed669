/**
 * Validates a custom resource with the schema of its CRD as the API server does: first the structure, then the CEL
 * rules, with all faults at once. Also fills the defaults in.
 */
import { unknown } from "../stand-in";
import { crdRules } from "./crd-rules";

/** The part of OpenAPI v3 that the CRDs of Karpenter use. */
export interface CrdSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: CrdSchema;
  readonly items?: CrdSchema;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly default?: unknown;
  readonly anyOf?: readonly CrdSchema[];
  readonly "x-kubernetes-int-or-string"?: boolean;
  /** Fields that are not declared are kept. An object without `properties` is validated as if it said this. */
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-validations"?: readonly { readonly message: string }[];
}

/** All faults of `value`, each as `<path>: <what is wrong>`. At an update, `before` is the stored object. */
export function schemaFaults(
  schema: CrdSchema,
  value: unknown,
  before: unknown,
  path: string,
): string[] {
  const structural = structureFaults(schema, value, path);
  if (structural.length > 0) return structural;
  return ruleFaults(schema, value, before, path);
}

/** The value with the defaults of the schema for fields that it does not have. */
export function withDefaults(schema: CrdSchema, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item: unknown) => withDefaults(schema.items ?? {}, item));
  if (!isMap(value)) return value;
  const result: Record<string, unknown> = { ...value };
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const given = result[name] ?? structuredClone(property.default);
    if (given !== undefined) result[name] = withDefaults(property, given);
  }
  return result;
}

function structureFaults(schema: CrdSchema, value: unknown, path: string): string[] {
  if (value === unknown) return [];
  const kindFault = kindProblem(schema, value);
  if (kindFault !== undefined) return [`${path}: ${kindFault}`];
  const own = [...textProblems(schema, value), ...sizeProblems(schema, value)].map(
    (problem) => `${path}: ${problem}`,
  );
  if (Array.isArray(value)) {
    const inside = value.flatMap((item: unknown, index) =>
      structureFaults(schema.items ?? {}, item, `${path}[${index}]`),
    );
    return [...own, ...inside];
  }
  return isMap(value) ? [...own, ...fieldFaults(schema, value, path)] : own;
}

function fieldFaults(schema: CrdSchema, value: Record<string, unknown>, path: string): string[] {
  const missing = (schema.required ?? []).filter(
    (name) => value[name] === undefined && !hasDefault(schema, name),
  );
  const faults = missing.map((name) => `${path}.${name}: Required value`);
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined || field === null) continue;
    const fieldSchema = schema.properties?.[name] ?? schema.additionalProperties;
    const fieldPath = `${path}.${name}`;
    if (fieldSchema !== undefined) faults.push(...structureFaults(fieldSchema, field, fieldPath));
    else if (schema.properties !== undefined)
      faults.push(`${fieldPath}: field not declared in schema`);
  }
  return faults;
}

function hasDefault(schema: CrdSchema, name: string): boolean {
  return schema.properties?.[name]?.default !== undefined;
}

function kindProblem(schema: CrdSchema, value: unknown): string | undefined {
  const kind = kindOf(value);
  const expected =
    schema["x-kubernetes-int-or-string"] === true ? ["integer", "string"] : [schema.type ?? kind];
  if (expected.includes(kind) || (kind === "integer" && expected.includes("number")))
    return undefined;
  return `Invalid value: "${kind}": got ${JSON.stringify(value)}, must be of type ${expected.join(" or ")}`;
}

function textProblems(schema: CrdSchema, value: unknown): string[] {
  const problems: string[] = [];
  const got = JSON.stringify(value);
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    problems.push(
      `Unsupported value: ${got}: supported values: ${schema.enum.map((item) => JSON.stringify(item)).join(", ")}`,
    );
  }
  if (typeof value !== "string") return problems;
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) {
    problems.push(`Invalid value: ${got}: should match '${schema.pattern}'`);
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    problems.push(`Too long: ${got}: may not be more than ${schema.maxLength} characters`);
  }
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    problems.push(`Invalid value: ${got}: should be at least ${schema.minLength} chars long`);
  }
  return problems;
}

function sizeProblems(schema: CrdSchema, value: unknown): string[] {
  const problems: string[] = [];
  if (typeof value === "number" && schema.minimum !== undefined && value < schema.minimum) {
    problems.push(`Invalid value: ${value}: should be greater than or equal to ${schema.minimum}`);
  }
  if (typeof value === "number" && schema.maximum !== undefined && value > schema.maximum) {
    problems.push(`Invalid value: ${value}: should be less than or equal to ${schema.maximum}`);
  }
  if (Array.isArray(value) && schema.maxItems !== undefined && value.length > schema.maxItems) {
    problems.push(`Too many: ${value.length}: must have at most ${schema.maxItems} items`);
  }
  if (Array.isArray(value) && schema.minItems !== undefined && value.length < schema.minItems) {
    problems.push(`Invalid value: ${value.length}: should have at least ${schema.minItems} items`);
  }
  if (
    isMap(value) &&
    schema.maxProperties !== undefined &&
    Object.keys(value).length > schema.maxProperties
  ) {
    problems.push(
      `Too many: ${Object.keys(value).length}: must have at most ${schema.maxProperties} items`,
    );
  }
  return problems;
}

function ruleFaults(schema: CrdSchema, value: unknown, before: unknown, path: string): string[] {
  if (value === undefined || value === null || value === unknown) return [];
  const rules = schema["x-kubernetes-validations"] ?? [];
  const broken = rules.filter(
    ({ message }) => crdRules[message]?.(value as string, before as string | undefined) === false,
  );
  const faults = broken.map(
    ({ message }) => `${path}: Invalid value: ${JSON.stringify(value)}: ${message}`,
  );
  if (Array.isArray(value)) {
    // A list is replaced as a whole, so an item has no value from before.
    return [
      ...faults,
      ...value.flatMap((item: unknown, index) =>
        ruleFaults(schema.items ?? {}, item, undefined, `${path}[${index}]`),
      ),
    ];
  }
  if (!isMap(value)) return faults;
  const inside = Object.entries(value).flatMap(([name, field]) => {
    const fieldSchema = schema.properties?.[name] ?? schema.additionalProperties;
    if (fieldSchema === undefined) return [];
    return ruleFaults(
      fieldSchema,
      field,
      isMap(before) ? before[name] : undefined,
      `${path}.${name}`,
    );
  });
  return [...faults, ...inside];
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return value === null ? "null" : typeof value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
