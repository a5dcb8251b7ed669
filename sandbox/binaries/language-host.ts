import path from "node:path";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cachedLanguageHostRoot, type Environment } from "./cache";
import { isExecutable } from "./executable";
import { findGo, goBuild, languageHostProgram } from "./go-build";
import { installFolder } from "./install-folder";
import type { PulumiCli } from "./pulumi-cli";

/** The program that runs a Node program for the CLI. The inline programs of the sandbox need none. */
export interface LanguageHost {
  /** The folder that the PATH of the CLI must have. */
  readonly folder: string;
  /** Whether it can start a policy pack that is given as a folder. Version 3.68.0 of the SDK cannot. */
  readonly startsPolicyPacks: boolean;
}

const name = languageHostProgram.name;

/**
 * Finds the Node language host that was installed with the CLI, or builds one from the pinned Go module and keeps it in
 * the user's cache.
 *
 * @throws MissingTool when there is none and none can be built
 */
export async function findLanguageHost(
  cli: PulumiCli,
  environment: Environment,
  reporter: Reporter,
): Promise<LanguageHost> {
  const beside = path.dirname(cli.command);
  if (isExecutable(path.join(beside, name))) return { folder: beside, startsPolicyPacks: true };

  const root = cachedLanguageHostRoot(environment);
  const isComplete = (): boolean => isExecutable(path.join(root, "bin", name));
  if (!isComplete()) await build(root, isComplete, cli, environment, reporter);
  return { folder: path.join(root, "bin"), startsPolicyPacks: false };
}

async function build(
  root: string,
  isComplete: () => boolean,
  cli: PulumiCli,
  environment: Environment,
  reporter: Reporter,
): Promise<void> {
  const go = findGo(environment);
  if (go === undefined) throw nothingToUse(cli, root, "no Go on the PATH to build it with");
  try {
    await installFolder(root, reporter, isComplete, (folder) =>
      goBuild(go, languageHostProgram, folder, environment, reporter),
    );
  } catch (error) {
    throw nothingToUse(cli, root, `building it with ${go} failed: ${(error as Error).message}`);
  }
}

function nothingToUse(cli: PulumiCli, root: string, last: string): MissingTool {
  const tried = [`none beside ${cli.command}`, `none in ${root}`, last];
  return new MissingTool(
    `The Node language host of Pulumi is missing. Tried:\n` +
      `${tried.map((one) => `  - ${one}`).join("\n")}\n` +
      `Install the Pulumi CLI (https://www.pulumi.com/docs/install/), which brings it, or Go ` +
      `1.25.11 or newer (https://go.dev/dl/) so that it can be built here.`,
  );
}
