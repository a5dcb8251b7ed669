import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import type { PlatformConfig } from "../../infra/config/schema";

/** The stack files that tests name. Nobody deploys them, so their names and values stay as they are. */
export const fixtureStacks = path.resolve(__dirname, "../fixtures/stacks");

/** The stack files that are deployed. Tests loop over them and name none, because a team may rename them. */
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
