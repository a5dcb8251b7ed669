import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import Ajv from "ajv";
import { distance } from "fastest-levenshtein";

import { configSchemaOf } from "../../policies/support/configuration";
import type { PackConfiguration } from "../../policies/support/configuration";
import { rulePage } from "../../policies/support/rule-page";
import type { AnyRule } from "../../policies/support/rule";

/** A configuration of the policy pack, or all its faults as lines. */
export type ReadPackConfiguration =
  | { readonly configuration: PackConfiguration; readonly faults?: undefined }
  | { readonly configuration?: undefined; readonly faults: readonly string[] };

const levels: readonly string[] = ["advisory", "mandatory", "disabled"];

/**
 * Reads `policies/config/<environment>.json`. The engine checks only the types of known properties, and ignores a
 * misspelt rule or property silently. So every key is compared with the rules here.
 */
export function readPackConfiguration(
  file: string,
  rules: readonly AnyRule[],
): ReadPackConfiguration {
  if (!existsSync(file)) {
    const problem = `missing, got nothing; expected the pack's configuration for the environment; add ${path.basename(file)}, {} for the defaults`;
    return { faults: [`${file}: ${problem}`] };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return {
      faults: [
        `${file}: no JSON, got ${(error as Error).message}; expected an object; correct the file`,
      ],
    };
  }
  const faults = packConfigurationFaults(parsed, rules).map((fault) => `${file}: ${fault}`);
  return faults.length > 0 ? { faults } : { configuration: parsed as PackConfiguration };
}

/** Every fault of a configuration, as `<path>: <what is wrong>, got …; expected …; <what to do>`. */
export function packConfigurationFaults(
  value: unknown,
  rules: readonly AnyRule[],
): readonly string[] {
  if (!isObject(value))
    return [
      `configuration: no object, got ${JSON.stringify(value)}; expected one; write {} for the defaults`,
    ];
  return [
    ...Object.entries(value).flatMap(([key, entry]) => entryFaults(key, entry, rules)),
    ...sharedPropertyFaults(value, rules),
  ];
}

function entryFaults(key: string, entry: unknown, rules: readonly AnyRule[]): readonly string[] {
  const ids = rules.map(({ id }) => id);
  if (key === "all") return levelFaults("all", isObject(entry) ? entry["enforcementLevel"] : entry);
  const rule = rules.find(({ id }) => id === key);
  if (rule === undefined) {
    return [
      `${key}: unknown rule, got "${key}"; expected all or one of ${ids.join(", ")}; ${didYouMean(key, ids)}`,
    ];
  }
  if (!isObject(entry)) return levelFaults(key, entry);
  const { enforcementLevel, ...properties } = entry;
  return [
    ...(enforcementLevel === undefined
      ? []
      : levelFaults(`${key}.enforcementLevel`, enforcementLevel)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      propertyFaults(rule, name, property),
    ),
  ];
}

function levelFaults(at: string, level: unknown): readonly string[] {
  if (typeof level === "string" && levels.includes(level)) return [];
  return [
    `${at}: no level, got ${JSON.stringify(level)}; expected ${levels.join(", ")}; write one of them`,
  ];
}

function propertyFaults(rule: AnyRule, name: string, value: unknown): readonly string[] {
  const properties = configSchemaOf(rule)?.properties ?? {};
  const schema = properties[name];
  const at = `${rule.id}.${name}`;
  const names = Object.keys(properties);
  if (schema === undefined) {
    const known =
      names.length === 0 ? "no property: the rule has none" : `one of ${names.join(", ")}`;
    return [
      `${at}: unknown property, got "${name}"; expected ${known}; ${didYouMean(name, names)}`,
    ];
  }
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) =>
      `${at}${instancePath.replaceAll("/", ".")}: not allowed, got ${JSON.stringify(value)}; expected a value that ${message ?? "fits the schema"}; see ${rulePage(rule.id)}`,
  );
}

/** A property that several rules share (the workload classes) must have the same value wherever it is overridden. */
function sharedPropertyFaults(
  value: Readonly<Record<string, unknown>>,
  rules: readonly AnyRule[],
): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const rule of rules) {
    for (const name of Object.keys(rule.config))
      owners.set(name, [...(owners.get(name) ?? []), rule.id]);
  }
  return [...owners].flatMap(([name, ids]) => {
    const given = ids.map((id) => {
      const entry = value[id];
      return JSON.stringify(isObject(entry) ? entry[name] : undefined);
    });
    if (ids.length < 2 || new Set(given).size === 1) return [];
    return [
      `${name}: different in the rules that share it, got ${ids.map((id, index) => `${given[index] ?? "the default"} in ${id}`).join(", ")}; expected the same in all of them; repeat the override in each`,
    ];
  });
}

function didYouMean(name: string, known: readonly string[]): string {
  const [nearest] = [...known].sort((a, b) => distance(name, a) - distance(name, b));
  return nearest !== undefined && distance(name, nearest) <= name.length / 2
    ? `did you mean ${nearest}?`
    : "remove it";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
