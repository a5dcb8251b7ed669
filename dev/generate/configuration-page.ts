import { withInlinedDefinitions } from "./inlined-definitions";

/** The parts of a JSON schema that the page reads. */
interface SchemaNode {
  /** Name of the definition that the node was made from. */
  readonly definition?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly allOf?: readonly SchemaNode[];
}

/** `docs/configuration.md`: every key of a stack file, from the schema that checks stack files. */
export function configurationPage(schema: Readonly<Record<string, unknown>>): string {
  const root = withInlinedDefinitions(schema) as SchemaNode;
  const config = (root.properties ?? {})["config"] ?? {};
  const required = new Set(config.required ?? []);
  const sections = Object.entries(config.properties ?? {}).map(([key, node]) =>
    section(key, node, required.has(key)),
  );
  return [
    "# Configuration",
    "",
    "Generated from `infra/config/schema.ts` by `npm run generate`; do not edit.",
    "",
    "A stack is one file, `stacks/Pulumi.<environment>-<region>.yaml`. Its keys are below `config:`.",
    "`npm run check` reports every fault of every file at once, with line, value and what to do.",
    "",
    ...sections.flat(),
  ].join("\n");
}

function section(key: string, node: SchemaNode, required: boolean): readonly string[] {
  const rows = rowsOf(node, "");
  const head = `## \`${key}\``;
  const facts = [sentence(describe(node)), `Type: ${typeOf(node)}.`, presence(node, required)]
    .filter(Boolean)
    .join(" ");
  if (rows.length === 0) return [head, "", facts, ""];
  return [
    head,
    "",
    facts,
    "",
    "| key | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
  ];
}

/** One row per key below a node. `[]` means the items of a list, `<key>` the keys of a map. */
function rowsOf(node: SchemaNode, prefix: string): readonly string[] {
  const required = new Set(node.required ?? []);
  const own = Object.entries(sameShape(node)).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    return [row(path, child, required.has(key)), ...rowsOf(child, path)];
  });
  const values =
    typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
  const inMap =
    values === undefined
      ? []
      : rowsOf(
          withoutKnown(values, node),
          `${prefix === "" ? "" : `${prefix}.`}<${values.definition ?? "key"}>`,
        );
  const inList = node.items === undefined ? [] : rowsOf(node.items, `${prefix}[]`);
  return [...own, ...inMap, ...inList];
}

/** Properties; those that are all made from one definition, as the tiers are, become one row that lists their names. */
function sameShape({ properties = {} }: SchemaNode): Readonly<Record<string, SchemaNode>> {
  const children = Object.values(properties);
  const [first] = children;
  const definition = first?.definition;
  if (definition === undefined || children.some((child) => child.definition !== definition)) {
    return properties;
  }
  return { [`<${definition}>`]: { ...first, description: `one of ${names(properties)}` } };
}

/** An own tier has every key of the tiers with a profile. Only those that they lack get a row. */
function withoutKnown(values: SchemaNode, { properties = {} }: SchemaNode): SchemaNode {
  const known = Object.values(properties)[0]?.properties ?? {};
  const own = Object.entries(values.properties ?? {}).filter(([key]) => !Object.hasOwn(known, key));
  return own.length === 0 ? values : { ...values, properties: Object.fromEntries(own) };
}

function names(properties: Readonly<Record<string, SchemaNode>>): string {
  return Object.keys(properties)
    .map((name) => `\`${name}\``)
    .join(", ");
}

function row(path: string, node: SchemaNode, required: boolean): string {
  const fallback = node.default === undefined ? (required ? "required" : "") : code(node.default);
  return `| \`${path}\` | ${typeOf(node)} | ${fallback} | ${describe(node)} |`;
}

function describe(node: SchemaNode): string {
  return (node.description ?? "").replaceAll("|", "\\|");
}

function sentence(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function presence(node: SchemaNode, required: boolean): string {
  if (node.default !== undefined) return `Default: ${code(node.default)}.`;
  return required ? "Required." : "Optional.";
}

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined && node.enum.length > mostListed) {
    return `one of ${node.enum.length} names, such as ${code(node.enum[0])}`;
  }
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(" or ");
  if (node.type === "array")
    return `list${countOf(node)}${node.items === undefined ? "" : ` of ${typeOf(node.items)}`}`;
  const type = typeof node.type === "object" ? node.type[0] : node.type;
  if (type === "object") return "map";
  if (type === "integer") return `whole number${rangeOf(node)}`;
  return type === "string" ? "text" : (type ?? "any");
}

/** A longer list is left to the editor; the page names one value. */
const mostListed = 40;

function rangeOf({ minimum, maximum }: SchemaNode): string {
  return minimum === undefined || maximum === undefined ? "" : ` ${minimum} to ${maximum}`;
}

function countOf({ minItems, maxItems }: SchemaNode): string {
  if (minItems === undefined) return "";
  return maxItems === undefined ? `, ${minItems} or more,` : `, ${minItems} to ${maxItems},`;
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}
