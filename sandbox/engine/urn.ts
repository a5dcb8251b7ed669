/** `<type> <name>` of a URN, as people name a resource. */
export function titleOf(urn: string): string {
  return `${typeOf(urn)} ${nameOf(urn)}`;
}

/** The type token: `urn:pulumi:<stack>::<project>::<parent type>$<type>::<name>`. */
export function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

/** Whether it is a provider that the engine made by itself, which it does not count. */
export function isDefaultProvider(urn: string): boolean {
  return typeOf(urn).startsWith("pulumi:providers:") && /^default(_|$)/.test(nameOf(urn));
}

/** The logical name; it may itself hold `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
