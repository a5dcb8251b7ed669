/**
 * A JSON schema with each `$ref` replaced by the definition that it names. The keys beside a `$ref` win. `definition`
 * holds the name of the definition, for readers that give equal nodes one name.
 */
export function withInlinedDefinitions(
  schema: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const definitions = (schema["$defs"] ?? {}) as Readonly<Record<string, object>>;
  const inlined = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(inlined);
    if (typeof node !== "object" || node === null) return node;
    const { $ref, ...rest } = node as { readonly $ref?: string };
    const own = Object.entries(rest).map(([key, value]) => [key, inlined(value)]);
    if ($ref === undefined) return Object.fromEntries(own) as unknown;
    const definition = $ref.replace("#/$defs/", "");
    const target = inlined(definitions[definition] ?? {}) as object;
    return { ...target, definition, ...(Object.fromEntries(own) as object) };
  };
  return inlined(schema) as Readonly<Record<string, unknown>>;
}
