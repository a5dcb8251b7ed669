/** Classes of environments, which have a configuration file each. */
export const environmentClasses = ["dev", "staging", "production", "workshop"] as const;
export type EnvironmentClass = (typeof environmentClasses)[number];

/** How strict a value of a property is, and the least that a configuration may say. */
export interface Strictness<T> {
  /** A larger number is stricter. */
  readonly measure: (value: T) => number;
  /** The least strict values; `anywhere` holds in every class of environments, and under the engine too. */
  readonly floors: Partial<Readonly<Record<"anywhere" | EnvironmentClass, T>>>;
}
