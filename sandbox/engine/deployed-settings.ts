import fs from "node:fs";
import { writeAtomically } from "../../command-line/atomic-file";
import { readText } from "./project-files";
import type { SandboxFolder } from "./sandbox-folder";

/** The stack file that a stack was last deployed with. */
export interface DeployedSettings {
  readonly text: string;
  /** Whether that deployment came to its end. */
  readonly isComplete: boolean;
}

/** Notes what is about to be deployed; from here on some of it may stand. */
export function markDeploying(folder: SandboxFolder, text: string): void {
  writeAtomically(folder.deployingSettings, text);
}

/** Notes that what was about to be deployed stands. */
export function markDeployed(folder: SandboxFolder): void {
  fs.renameSync(folder.deployingSettings, folder.deployedSettings);
}

/** What the last `up` deployed, or began to; undefined when there was none. */
export function lastDeployed(folder: SandboxFolder): DeployedSettings | undefined {
  const begun = readText(folder.deployingSettings);
  if (begun !== undefined) return { text: begun, isComplete: false };
  const text = readText(folder.deployedSettings);
  return text === undefined ? undefined : { text, isComplete: true };
}
