import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import type { PlatformConfig } from "../../infra/config/schema";

/** The stack files that tests name. They are nobody's deployment, so their names and values stay. */
export const fixtureStacks = path.resolve(__dirname, "../fixtures/stacks");

/** The stack files that are deployed. Tests read all of them and name none: a team renames them. */
export const shippedStacks = path.resolve(__dirname, "../../stacks");

/** What a stack file holds under `config:`, free to be changed. */
export function stackValues(stack: string, folder = fixtureStacks): Record<string, unknown> {
  return structuredClone(readStackFile(stackFile(stack, folder)).values);
}

/** The parsed configuration of a stack. */
export function stackConfig(stack: string, folder = fixtureStacks): PlatformConfig {
  const { config, faults } = readStackFile(stackFile(stack, folder));
  if (config === undefined) throw new Error(`${stack}: ${faults.length} faults in its file`);
  return config;
}

/** Path of a stack's file. */
export function stackFile(stack: string, folder = fixtureStacks): string {
  return path.join(folder, `Pulumi.${stack}.yaml`);
}
