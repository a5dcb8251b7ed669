import fs from "node:fs";
import { writeAtomically } from "../../command-line/atomic-file";
import { readText } from "./project-files";
import type { SandboxFolder } from "./sandbox-folder";

/** The stack file of the last deployment. */
export interface DeployedSettings {
  readonly text: string;
  /** Whether that deployment was completed. */
  readonly isComplete: boolean;
}

/** Writes down the stack file of a deployment that begins. From here on, some of its resources may exist. */
export function markDeploying(folder: SandboxFolder, text: string): void {
  writeAtomically(folder.deployingSettings, text);
}

/** Writes down that this deployment was completed. */
export function markDeployed(folder: SandboxFolder): void {
  fs.renameSync(folder.deployingSettings, folder.deployedSettings);
}

/** The stack file that the last `up` deployed or began to deploy; undefined when there was none. */
export function lastDeployed(folder: SandboxFolder): DeployedSettings | undefined {
  const begun = readText(folder.deployingSettings);
  if (begun !== undefined) return { text: begun, isComplete: false };
  const text = readText(folder.deployedSettings);
  return text === undefined ? undefined : { text, isComplete: true };
}
