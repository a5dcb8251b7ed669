import { levelOf } from "./configuration";
import type { PackConfiguration } from "./configuration";
import type { AnyRule, ConfigProperty } from "./rule";

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

/** A value that is less strict than a floor, with that floor. */
export interface BelowFloor {
  readonly value: unknown;
  readonly floor: unknown;
}

/** Where a value is weaker than its class of environments allows. Undefined for the class: only what holds anywhere. */
export function belowFloor(
  { strictness }: ConfigProperty<unknown>,
  value: unknown,
  environment?: EnvironmentClass,
): BelowFloor | undefined {
  if (strictness === undefined) return undefined;
  const { measure, floors } = strictness;
  const own = environment === undefined ? undefined : floors[environment];
  for (const floor of [own, floors.anywhere]) {
    // Written so that what cannot be measured is below.
    if (floor !== undefined && !(measure(value) >= measure(floor))) return { value, floor };
  }
  return undefined;
}

/** What a configuration takes away from the rules as they are, one line each. */
export function weakeningsOf(
  configuration: PackConfiguration,
  rules: readonly AnyRule[],
): readonly string[] {
  return rules.flatMap((rule) => [
    ...levelWeakening(rule, configuration),
    ...propertyWeakenings(rule, configuration),
  ]);
}

function levelWeakening(rule: AnyRule, configuration: PackConfiguration): readonly string[] {
  const level = levelOf(rule, configuration);
  const isLowered = level === "disabled" || (level === "advisory" && rule.level === "mandatory");
  return isLowered ? [`${rule.id} is ${level}, not ${rule.level}`] : [];
}

function propertyWeakenings(rule: AnyRule, configuration: PackConfiguration): readonly string[] {
  const own = configuration[rule.id];
  if (typeof own !== "object") return [];
  const properties = rule.config as Readonly<Record<string, ConfigProperty<unknown>>>;
  return Object.entries(properties).flatMap(([name, { strictness, default: usual }]) => {
    const value = own[name];
    if (value === undefined || strictness === undefined) return [];
    if (strictness.measure(value) >= strictness.measure(usual)) return [];
    return [`${rule.id}.${name} is ${JSON.stringify(value)}, not ${JSON.stringify(usual)}`];
  });
}
