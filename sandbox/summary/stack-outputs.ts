import type { StateResource } from "../engine/checkpoint";

/** The key and the value with which the engine marks a secret in its state. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const hidden = "[secret]";

/** The outputs of the stack with secrets hidden; undefined when nothing is deployed. */
export function stackOutputs(
  resources: readonly StateResource[],
): Readonly<Record<string, unknown>> | undefined {
  const stack = resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return stack === undefined ? undefined : (hideSecrets(stack.outputs ?? {}) as never);
}

/** One line for each output, with aligned names. A value that is not text is printed as JSON. */
export function formatOutputs(values: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(values).sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map((name) => {
      const value = values[name];
      return `${name.padEnd(width)}  ${typeof value === "string" ? value : JSON.stringify(value)}`;
    })
    .join("\n");
}

function hideSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hideSecrets);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Readonly<Record<string, unknown>>;
  if (record[signatureKey] === secretSignature) return hidden;
  return Object.fromEntries(Object.entries(record).map(([key, one]) => [key, hideSecrets(one)]));
}
