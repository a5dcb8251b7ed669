import type { ConfigFault } from "./config-fault";
import { clusterKindFaults } from "../checks/cluster-kind-check";
import { crossFieldChecks } from "../checks/cross-field";
import { valueAt } from "../../scheduling/values/fault";
import { faultsOfIssue, nearest, unknownKeyProblem } from "./issue-to-fault";
import { platformConfigSchema, projectName, type PlatformConfig } from "./schema";

export type ParsedConfig =
  | { readonly config: PlatformConfig; readonly faults?: undefined }
  | { readonly config?: undefined; readonly faults: readonly ConfigFault[] };

/**
 * Reads a stack's configuration: every fault of every section and of the checks across sections at
 * once, or the configuration with its defaults.
 *
 * @param stack name of the stack, `<environment>-<region>`
 * @param values what the stack file holds under `config:`, keys with their namespace
 */
export function parsePlatformConfig(
  stack: string,
  values: Readonly<Record<string, unknown>>,
): ParsedConfig {
  const { own, faults: foreign } = ownKeys(values);
  const parsed = platformConfigSchema.safeParse(own, { reportInput: true });
  const shape = parsed.success
    ? []
    : parsed.error.issues.flatMap((issue) => faultsOfIssue(issue, own));
  const faults = [
    ...foreign,
    ...shape,
    ...clusterKindFaults(own),
    ...crossFieldFaults(stack, own, shape),
  ];
  if (faults.length > 0 || !parsed.success) return { faults };
  return { config: parsed.data };
}

/** Our keys without their prefix. Other namespaces are faults: this program makes its own providers. */
function ownKeys(values: Readonly<Record<string, unknown>>) {
  const own: [string, unknown][] = [];
  const faults: ConfigFault[] = [];
  for (const [key, value] of Object.entries(values)) {
    const [namespace, name] = key.includes(":") ? key.split(":", 2) : [projectName, key];
    if (namespace === projectName && name !== undefined) own.push([name, unquoted(value)]);
    else faults.push(foreignKey(key, namespace ?? key));
  }
  // By entries, because an assignment to `__proto__` would set the prototype and hide the key.
  return { own: Object.fromEntries(own), faults };
}

/** `pulumi config set` writes every scalar in quotes, and no key of ours takes these words as text. */
function unquoted(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
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
      ? `remove it: the program makes its own providers; set ${projectName}:region instead`
      : meant === undefined
        ? "remove it"
        : `did you mean ${meant}:${key.split(":")[1] ?? ""}?`,
  };
}

/** Runs the checks whose sections are sound but for unknown keys: one wrong word does not hide the rest. */
function crossFieldFaults(
  stack: string,
  own: Readonly<Record<string, unknown>>,
  shape: readonly ConfigFault[],
): readonly ConfigFault[] {
  const known = structuredClone(own);
  const misspelt = shape.filter(({ problem }) => problem === unknownKeyProblem);
  misspelt.forEach(({ path }) => removeAt(known, path));
  const config: Record<string, unknown> = {};
  const broken = new Set<string>();
  for (const [key, section] of Object.entries(platformConfigSchema.shape)) {
    const parsed = section.safeParse(known[key]);
    if (parsed.success) config[key] = parsed.data;
    else broken.add(key);
  }
  return crossFieldChecks
    .filter(({ needs }) => needs.every((key) => !broken.has(key)))
    .flatMap(({ check }) => check(config as PlatformConfig, stack));
}

function removeAt(root: unknown, path: ConfigFault["path"]): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (typeof parent === "object" && parent !== null && last !== undefined) {
    delete (parent as Record<string, unknown>)[last];
  }
}
