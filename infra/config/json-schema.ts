import { z } from "zod";

import { platformConfigSchema, projectName } from "./schema";

/** The JSON schema of a stack file, for editors; written to `stacks/schema.json`. */
export function stackFileSchema(): Readonly<Record<string, unknown>> {
  const config = z.toJSONSchema(platformConfigSchema, { io: "input", unrepresentable: "any" }) as {
    properties: Record<string, unknown>;
    required?: string[];
    $defs: Record<string, unknown>;
  };
  const prefixed = Object.entries(config.properties).map(([key, value]) => [
    `${projectName}:${key}`,
    value,
  ]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Stack of the accelerator platform",
    description: "Generated from infra/config/schema.ts by `npm run generate`; do not edit.",
    type: "object",
    additionalProperties: false,
    required: ["config"],
    properties: {
      config: {
        type: "object",
        additionalProperties: false,
        required: (config.required ?? []).map((key) => `${projectName}:${key}`),
        properties: Object.fromEntries(prefixed) as Readonly<Record<string, unknown>>,
        ...neededForNewCluster,
      },
      encryptedkey: { type: "string" },
      encryptionsalt: { type: "string" },
      environment: { type: "array", items: { type: "string" } },
      secretsprovider: { type: "string" },
    },
    $defs: config.$defs,
  };
}

/** Keys that a stack without `cluster.existing` must have; cluster-kind-check.ts checks the same. */
const neededForNewCluster = {
  if: { properties: { [`${projectName}:cluster`]: { required: ["existing"] } } },
  else: {
    properties: {
      [`${projectName}:network`]: { required: ["cidr"] },
      [`${projectName}:versions`]: { required: ["addons"] },
    },
  },
} as const;

/** The text of `stacks/schema.json`. */
export function stackFileSchemaText(): string {
  return `${JSON.stringify(stackFileSchema(), null, 2)}\n`;
}
