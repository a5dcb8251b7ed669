/** `<type> <name>` of a URN: the name of a resource in messages. */
export function titleOf(urn: string): string {
  return `${typeOf(urn)} ${nameOf(urn)}`;
}

/** The type token of a URN. The form of a URN is `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** Whether the URN is of a provider that the engine made by itself. The engine does not count these. */
export function isDefaultProvider(urn: string): boolean {
  return typeOf(urn).startsWith("pulumi:providers:") && /^default(_|$)/.test(nameOf(urn));
}

/** The logical name, which may contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
