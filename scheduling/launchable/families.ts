/** The instance families of the types, each once and ordered. */
export function familiesOf(types: readonly { readonly name: string }[]): readonly string[] {
  return [...new Set(types.map(({ name }) => name.split(".")[0] ?? ""))].sort();
}
