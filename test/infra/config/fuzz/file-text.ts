import { stringify } from "yaml";

import { schemaComment } from "../../../../infra/config/stack-text";

/** A stack file that holds these values; JSON is YAML too, and written much faster. */
export function fileText(values: unknown, style: "block" | "flow" = "flow"): string {
  const body = style === "block" ? stringify({ config: values }) : `config: ${flow(values)}\n`;
  return `${schemaComment}\n${body}`;
}

function flow(value: unknown): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${flow(one)}`);
  return `{ ${entries.join(",\n  ")} }`;
}
