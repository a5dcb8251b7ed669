import { valueAt } from "../../scheduling/values/fault";
import type { ConfigFault } from "./config-fault";
import { faultsOfIssue, nearest, unknownKeyProblem } from "./issue-to-fault";
import {
  platformConfigSchema,
  projectName,
  type PlatformConfig,
  type ReadableSections,
} from "./schema";

/** A stack's configuration after the schema has read it, before the checks across fields. */
export interface ParsedConfig {
  /** What the stack file says, keys without their namespace. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The sections that fit the schema, defaults applied. Unknown keys are left out and do not break a section. */
  readonly sections: ReadableSections;
  /** What does not fit the schema. */
  readonly faults: readonly ConfigFault[];
  /** The whole configuration; undefined when there is a fault. */
  readonly config: PlatformConfig | undefined;
}

/**
 * Reads a stack's configuration with the schema.
 *
 * @param values what the stack file holds under `config:`, keys with their namespace
 */
export function parseConfig(values: Readonly<Record<string, unknown>>): ParsedConfig {
  const { own, faults: foreign } = ownKeys(values);
  const parsed = platformConfigSchema.safeParse(own, { reportInput: true });
  const shape = parsed.error?.issues.flatMap((issue) => faultsOfIssue(issue, own)) ?? [];
  const faults = [...foreign, ...shape];
  return {
    values: own,
    sections: readableSections(own, shape),
    faults,
    config: faults.length === 0 ? parsed.data : undefined,
  };
}

/**
 * The keys of this project without their namespace. A key of another namespace is a fault, because this program configures
 * its providers itself. A key without a namespace is a fault too: Pulumi would accept it, but the schema for editors has
 * one spelling of each key.
 */
function ownKeys(values: Readonly<Record<string, unknown>>) {
  const own: [string, unknown][] = [];
  const faults: ConfigFault[] = [];
  for (const [key, value] of Object.entries(values)) {
    const [namespace = key, name] = key.split(":", 2);
    if (name === undefined) faults.push(keyWithoutNamespace(key));
    else if (namespace !== projectName) faults.push(foreignKey(key, namespace));
    // A section without its namespace is still read, so that its other faults are reported too.
    if (name === undefined ? isSection(key) : namespace === projectName) {
      own.push([name ?? key, unquoted(value)]);
    }
  }
  // An assignment to the key `__proto__` would set the prototype and hide the key.
  return { own: Object.fromEntries(own), faults };
}

function isSection(key: string): boolean {
  return Object.hasOwn(platformConfigSchema.shape, key);
}

/** `pulumi config set` writes every scalar in quotes. No key of this project takes these two words as text. */
function unquoted(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}

function keyWithoutNamespace(key: string): ConfigFault {
  return {
    path: [key],
    problem: "key without its namespace",
    got: JSON.stringify(key),
    expected: `keys that begin with ${projectName}:`,
    fix: `write ${projectName}:${nearest(key, Object.keys(platformConfigSchema.shape)) ?? key}`,
  };
}

function foreignKey(key: string, namespace: string): ConfigFault {
  const provider = ["aws", "eks", "kubernetes"].includes(namespace);
  const meant = nearest(namespace, [projectName]);
  return {
    path: [key],
    problem: "key of another namespace",
    got: JSON.stringify(key),
    expected: `keys that begin with ${projectName}:`,
    fix: provider
      ? `remove it: the program configures its own providers; set ${projectName}:region instead`
      : meant === undefined
        ? "remove it"
        : `did you mean ${meant}:${key.split(":")[1] ?? ""}?`,
  };
}

/** Reads each section by itself and without its unknown keys, so that one misspelt key does not hide other faults. */
function readableSections(
  own: Readonly<Record<string, unknown>>,
  faults: readonly ConfigFault[],
): ReadableSections {
  const known = structuredClone(own);
  const misspelt = faults.filter(({ problem }) => problem === unknownKeyProblem);
  misspelt.forEach(({ path }) => removeAt(known, path));
  return Object.fromEntries(
    Object.entries(platformConfigSchema.shape).flatMap(([key, section]) => {
      const parsed = section.safeParse(known[key]);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}

function removeAt(root: unknown, path: ConfigFault["path"]): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent === "object" && parent !== null && last !== undefined) {
    delete (parent as Record<string, unknown>)[last];
  }
}
