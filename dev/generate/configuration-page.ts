/** The parts of a JSON schema that the page uses. */
interface SchemaNode {
  readonly type?: string;
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
  const config = ((schema as SchemaNode).properties ?? {})["config"] ?? {};
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
    values === undefined ? [] : rowsOf(values, prefix === "" ? "<key>" : `${prefix}.<key>`);
  const inList = node.items === undefined ? [] : rowsOf(node.items, `${prefix}[]`);
  return [...own, ...inMap, ...inList];
}

/** The properties. Properties of the same shape become one entry, because nine tiers take the same keys. */
function sameShape(node: SchemaNode): Readonly<Record<string, SchemaNode>> {
  const properties = node.properties ?? {};
  const entries = Object.entries(properties);
  const shapes = new Set(entries.map(([, child]) => JSON.stringify(child)));
  const [first] = entries;
  if (entries.length < 3 || shapes.size !== 1 || first?.[1].properties === undefined)
    return properties;
  return { [`<${entries.map(([key]) => key).join(" \\| ")}>`]: first[1] };
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
  if (node.enum !== undefined) return node.enum.map(code).join(", ");
  if (node.anyOf !== undefined) return node.anyOf.map(typeOf).join(" or ");
  if (node.type === "array")
    return `list${countOf(node)}${node.items === undefined ? "" : ` of ${typeOf(node.items)}`}`;
  if (node.type === "object") return "map";
  if (node.type === "integer") return `whole number${rangeOf(node)}`;
  return node.type === "string" ? "text" : (node.type ?? "any");
}

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
