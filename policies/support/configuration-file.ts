import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import Ajv from "ajv";
import { distance } from "fastest-levenshtein";
import { isMap, isScalar, LineCounter, parseDocument, visit } from "yaml";

import { faultText, pathText } from "../../scheduling/values/fault";
import type { Fault, FaultPath } from "../../scheduling/values/fault";
import { configSchemaOf } from "./configuration";
import type { PackConfiguration } from "./configuration";
import { levelsBelowFloor } from "./level-floors";
import { rulePage } from "./rule-page";
import type { AnyRule, ConfigProperty } from "./rule";
import { belowFloor, environmentClasses } from "./strictness";
import type { EnvironmentClass } from "./strictness";

/** A configuration of the policy pack, or all its faults as lines. */
export type ReadPackConfiguration =
  | { readonly configuration: PackConfiguration; readonly faults?: undefined }
  | { readonly configuration?: undefined; readonly faults: readonly string[] };

const levels: readonly string[] = ["advisory", "mandatory", "disabled"];

/**
 * Reads `policies/config/<environment>.json`. The engine checks only the types of known properties, and ignores a
 * misspelt rule or property silently. So every key is compared with the rules here, and every value with what the class
 * of environments allows, which is the name of the file.
 *
 * @param root folder of the project
 * @param file path of the file from there; each fault begins with it, and with the line
 */
export function readPackConfiguration(
  root: string,
  file: string,
  rules: readonly AnyRule[],
): ReadPackConfiguration {
  const target = path.join(root, file);
  if (!existsSync(target)) {
    const problem = `missing, got nothing; expected the pack's configuration for the environment; add ${path.basename(file)}, {} for the defaults`;
    return { faults: [`${file}: ${problem}`] };
  }
  const text = readFileSync(target, "utf8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message.replace(/\s+/g, " ");
    return {
      faults: [
        `${file}:${lineOfSyntaxError(text, message)}: no JSON, got ${message}; expected an object; correct the file`,
      ],
    };
  }
  const lineOf = linesOf(text);
  const environment = environmentClasses.find((one) => one === path.basename(file, ".json"));
  const found = [
    ...duplicateKeyFaults(text),
    ...packConfigurationFaults(parsed, rules, environment),
  ];
  const faults = found.map((fault) => {
    const where = pathText(fault.path, "configuration");
    return `${file}:${fault.line ?? lineOf(fault.path)}: ${where}: ${faultText(fault)}`;
  });
  return faults.length > 0 ? { faults } : { configuration: parsed as PackConfiguration };
}

/**
 * Node names the position of some faults only. JSON is also YAML, so the YAML parser finds the place of the others: what
 * is no YAML either, or a text without double quotes.
 */
function lineOfSyntaxError(text: string, message: string): number {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return text.slice(0, Number(position)).split("\n").length;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  let unquoted: number | undefined;
  visit(document, {
    Scalar: (_, { type, value, range }) => {
      if (typeof value !== "string" || type === "QUOTE_DOUBLE") return undefined;
      unquoted = range?.[0];
      return visit.BREAK;
    },
  });
  return unquoted === undefined
    ? (document.errors[0]?.linePos?.[0].line ?? 1)
    : lines.linePos(unquoted).line;
}

/** A function that gives the line of the deepest key on a path that the JSON text has. */
function linesOf(text: string): (path: FaultPath) => number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  return (keys) => {
    let line = 1;
    let node: unknown = document.contents;
    for (const key of keys) {
      if (!isMap(node)) return line;
      const pair = node.items.find((one) => isScalar(one.key) && one.key.value === key);
      if (!isScalar(pair?.key)) return line;
      line = lines.linePos(pair.key.range?.[0] ?? 0).line;
      node = pair.value;
    }
    return line;
  };
}

/** A fault of a configuration file, with its line where its path does not lead there. */
type FileFault = Fault & { readonly line?: number };

/** JSON takes the last of two equal keys, and a reader may take the first. */
function duplicateKeyFaults(text: string): readonly FileFault[] {
  const { errors } = parseDocument(text, { logLevel: "silent" });
  return errors
    .filter(({ code }) => code === "DUPLICATE_KEY")
    .map(({ linePos }) => ({
      path: [],
      line: linePos?.[0].line ?? 1,
      problem: "a key that is there twice",
      expected: "each key once",
      fix: "remove one of the two",
    }));
}

/**
 * Every fault of a configuration.
 *
 * @param environment the class of environments whose floors hold; without it only those that hold anywhere
 */
export function packConfigurationFaults(
  value: unknown,
  rules: readonly AnyRule[],
  environment: EnvironmentClass = "dev",
): readonly FileFault[] {
  if (!isObject(value)) {
    return [
      {
        path: [],
        problem: "no object",
        got: JSON.stringify(value),
        expected: "one",
        fix: "write {} for the defaults",
      },
    ];
  }
  const faults = Object.entries(value).flatMap(([key, entry]) =>
    entryFaults(key, entry, rules, environment),
  );
  return [
    ...faults,
    ...sharedPropertyFaults(value, rules),
    // Levels mean something only where all of them can be read.
    ...(faults.length > 0 ? [] : levelFloorFaults(value as PackConfiguration, rules, environment)),
  ];
}

function levelFloorFaults(
  configuration: PackConfiguration,
  rules: readonly AnyRule[],
  environment: EnvironmentClass,
): readonly Fault[] {
  return levelsBelowFloor(configuration, rules, environment).map(
    ({ path: at, rule, level, expected }) => ({
      path: at,
      problem: `${rule.id}, of ${rule.severity} severity, is weaker than ${environment} allows`,
      got: level,
      expected,
      fix: `remove the level, or see ${rulePage(rule.id)}`,
    }),
  );
}

function entryFaults(
  key: string,
  entry: unknown,
  rules: readonly AnyRule[],
  environment: EnvironmentClass,
): readonly Fault[] {
  const ids = rules.map(({ id }) => id);
  if (key === "all") {
    return levelFaults(["all"], isObject(entry) ? entry["enforcementLevel"] : entry);
  }
  const rule = rules.find(({ id }) => id === key);
  if (rule === undefined) {
    return [
      {
        path: [key],
        problem: "unknown rule",
        got: JSON.stringify(key),
        expected: `all or one of ${ids.join(", ")}`,
        fix: didYouMean(key, ids),
      },
    ];
  }
  if (!isObject(entry)) return levelFaults([key], entry);
  const { enforcementLevel, ...properties } = entry;
  return [
    ...(enforcementLevel === undefined
      ? []
      : levelFaults([key, "enforcementLevel"], enforcementLevel)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      propertyFaults(rule, name, property, environment),
    ),
  ];
}

function levelFaults(at: FaultPath, level: unknown): readonly Fault[] {
  if (typeof level === "string" && levels.includes(level)) return [];
  return [
    {
      path: at,
      problem: "no level",
      got: JSON.stringify(level),
      expected: levels.join(", "),
      fix: "write one of them",
    },
  ];
}

function propertyFaults(
  rule: AnyRule,
  name: string,
  value: unknown,
  environment: EnvironmentClass,
): readonly Fault[] {
  const properties = configSchemaOf(rule)?.properties ?? {};
  const schema = properties[name];
  const names = Object.keys(properties);
  if (schema === undefined) {
    return [
      {
        path: [rule.id, name],
        problem: "unknown property",
        got: JSON.stringify(name),
        expected:
          names.length === 0 ? "no property: the rule has none" : `one of ${names.join(", ")}`,
        fix: didYouMean(name, names),
      },
    ];
  }
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  if (validate(value)) return floorFaults(rule, name, value, environment);
  return (validate.errors ?? []).map(({ instancePath, message }) => ({
    path: [rule.id, name, ...instancePath.split("/").slice(1)],
    problem: "not allowed",
    got: JSON.stringify(value),
    expected: `a value that ${message ?? "fits the schema"}`,
    fix: `see ${rulePage(rule.id)}`,
  }));
}

function floorFaults(
  rule: AnyRule,
  name: string,
  value: unknown,
  environment: EnvironmentClass,
): readonly Fault[] {
  const property = (rule.config as Readonly<Record<string, ConfigProperty<unknown>>>)[name];
  const below = property === undefined ? undefined : belowFloor(property, value, environment);
  if (below === undefined) return [];
  return [
    {
      path: [rule.id, name],
      problem: `weaker than ${environment} allows`,
      got: JSON.stringify(value),
      expected: `${JSON.stringify(below.floor)}, or stricter`,
      fix: `see ${rulePage(rule.id)}`,
    },
  ];
}

/** A property that several rules share (the workload classes) must have the same value wherever it is overridden. */
function sharedPropertyFaults(
  value: Readonly<Record<string, unknown>>,
  rules: readonly AnyRule[],
): readonly Fault[] {
  const owners = new Map<string, string[]>();
  for (const rule of rules) {
    for (const name of Object.keys(rule.config))
      owners.set(name, [...(owners.get(name) ?? []), rule.id]);
  }
  return [...owners].flatMap(([name, ids]) => {
    const given = ids.map((id) => {
      const entry = value[id];
      return { id, text: JSON.stringify(isObject(entry) ? entry[name] : undefined) };
    });
    const overridden = given.find(({ text }) => text !== undefined);
    if (overridden === undefined || new Set(given.map(({ text }) => text)).size === 1) return [];
    return [
      {
        path: [overridden.id, name],
        problem: "different in the rules that share it",
        got: given.map(({ id, text }) => `${text ?? "the default"} in ${id}`).join(", "),
        expected: "the same in all of them",
        fix: "repeat the override in each",
      },
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
