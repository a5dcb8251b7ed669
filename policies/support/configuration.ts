import type { EnforcementLevel, PolicyConfigSchema } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

import type { AnyRule, ConfigProperty } from "./rule";

/** A configuration file in the engine's own format (`policies/config/<environment>.json`). */
export type PackConfiguration = Readonly<Record<string, EnforcementLevel | RuleConfiguration>>;

/** What a configuration file may say about one rule: its level and any of its properties. */
export interface RuleConfiguration {
  readonly enforcementLevel?: EnforcementLevel;
  readonly [property: string]: unknown;
}

/** The JSON schema of a rule's properties, with their defaults, which the engine fills in and checks. */
export function configSchemaOf(rule: AnyRule): PolicyConfigSchema | undefined {
  const properties = Object.entries(propertiesOf(rule)).map(
    ([name, { schema, description, default: value }]): [string, PolicyConfigJSONSchema] => [
      name,
      { ...schema, description, default: value as PolicyConfigJSONSchema["default"] },
    ],
  );
  return properties.length === 0 ? undefined : { properties: Object.fromEntries(properties) };
}

/**
 * A rule's configuration: each given property replaces its default. An object is replaced as a whole, as
 * the engine does it. Outside the engine this function fills in the defaults.
 */
export function configOf(rule: AnyRule, given: object): object {
  const values = given as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(propertiesOf(rule)).map(([name, property]) => [
      name,
      values[name] === undefined ? property.default : values[name],
    ]),
  );
}

/** The level of a rule: its own entry, else `all`, else what the rule says. */
export function levelOf(rule: AnyRule, configuration: PackConfiguration): EnforcementLevel {
  const own = configuration[rule.id];
  const ownLevel = typeof own === "string" ? own : own?.enforcementLevel;
  const all = configuration["all"];
  return ownLevel ?? (typeof all === "string" ? all : all?.enforcementLevel) ?? rule.level;
}

/** A rule's own entry in a configuration, as properties. */
export function givenFor(rule: AnyRule, configuration: PackConfiguration): object {
  const own = configuration[rule.id];
  return typeof own === "object" ? own : {};
}

function propertiesOf(rule: AnyRule): Readonly<Record<string, ConfigProperty<unknown>>> {
  return rule.config as Readonly<Record<string, ConfigProperty<unknown>>>;
}
