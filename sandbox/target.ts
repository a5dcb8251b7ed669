import path from "node:path";
import { formatFaults, formatFolderFault } from "../infra/config/config-fault";
import type { PlatformConfig } from "../infra/config/schema";
import { readStackFile } from "../infra/checks/read-stack-file";
import { unknownStack } from "../infra/config/stack-names";
import { rules } from "../policies/registry";
import { readPackConfiguration } from "../policies/support/configuration-file";
import type { CommandContext } from "./context";
import { readText } from "./engine/project-files";
import { refuseBlockedFolder } from "./engine/blocked-folder";
import { sandboxFolder, type SandboxFolder } from "./engine/sandbox-folder";
import { InputFault } from "../command-line/input-fault";

/** A stack with a valid stack file. */
export interface Target {
  readonly folder: SandboxFolder;
  readonly config: PlatformConfig;
  /** The text of the stack file. */
  readonly settings: string;
  /** The file of the policy pack's configuration for the stack's class of environment. */
  readonly policyConfig: string;
}

/**
 * Reads the stack file.
 *
 * @throws InputFault that names the nearest known stack, every fault of the file, or what is no folder on the way to
 *   the state
 */
export function readTarget(context: CommandContext): Target {
  const { stack, stacksFolder, stateFolder } = context;
  const unknown = unknownStack(stacksFolder, stack);
  if (unknown !== undefined) throw new InputFault(formatFolderFault(unknown));
  const file = path.join(stacksFolder, `Pulumi.${stack}.yaml`);
  const { config, faults, text } = readStackFile(file);
  if (config === undefined) {
    throw new InputFault(formatFaults(path.relative(process.cwd(), file), faults));
  }
  const folder = sandboxFolder(stateFolder, stack);
  refuseBlockedFolder(folder.root);
  refuseFaultyPackConfiguration(context, `${config.environment}.json`);
  return {
    folder,
    config,
    settings: text,
    policyConfig: path.join(context.policies.configFolder, `${config.environment}.json`),
  };
}

/** The engine accepts a misspelt rule, a rule that is off, and one key twice. */
function refuseFaultyPackConfiguration({ policies }: CommandContext, file: string): void {
  const { faults } = readPackConfiguration(policies.configFolder, file, rules);
  if (faults !== undefined) throw new InputFault(faults.join("\n"));
}

/**
 * The folder with the state of a stack. The stack may be deployed although its file has been removed.
 *
 * @throws InputFault that names the nearest known stack when neither a state nor a stack file exists,
 *   or what is no folder on the way to the state
 */
export function findDeployed(context: CommandContext): SandboxFolder {
  const { stack, stacksFolder, stateFolder } = context;
  const folder = sandboxFolder(stateFolder, stack);
  // A name with a path in it could be outside of the state folder.
  const isName = /^[\w.-]+$/.test(stack);
  if (isName) refuseBlockedFolder(folder.root);
  if (isName && readText(folder.settings) !== undefined) return folder;
  const unknown = unknownStack(stacksFolder, stack);
  if (unknown !== undefined) throw new InputFault(formatFolderFault(unknown));
  return folder;
}
