import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import type { PlatformConfig } from "../../infra/config/schema";

/** Folder of the shipped stacks. */
export const stacksFolder = path.resolve(__dirname, "../../stacks");

/** What a shipped stack file holds under `config:`, free to be changed. */
export function stackValues(stack: string): Record<string, unknown> {
  return structuredClone(readStackFile(stackFile(stack)).values);
}

/** The parsed configuration of a shipped stack. */
export function stackConfig(stack: string): PlatformConfig {
  const { config, faults } = readStackFile(stackFile(stack));
  if (config === undefined)
    throw new Error(`${stack}: ${faults.length} faults in a shipped stack file`);
  return config;
}

/** Path of a shipped stack's file. */
export function stackFile(stack: string): string {
  return path.join(stacksFolder, `Pulumi.${stack}.yaml`);
}
