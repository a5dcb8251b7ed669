import path from "node:path";
import { InputFault } from "../../command-line/input-fault";
import { MissingTool } from "../../command-line/missing-tool";
import type { Reporter } from "../../command-line/reporter";
import { cachedCliRoot, minimumCliVersion, type Environment } from "./cache";
import { downloadCli, downloadSiteFault } from "./download";
import { executablesOnPath, isAtLeast, isExecutable, pulumiVersionOf } from "./executable";
import { findGo, goBuild, pulumiProgram } from "./go-build";
import { installFolder } from "./install-folder";

/** A Pulumi CLI that is new enough. */
export interface PulumiCli {
  /** Absolute path of the program. */
  readonly command: string;
  /** For example `3.259.0`. */
  readonly version: string;
}

/** Where to look for a CLI, and how to get one. Only tests set the last two. */
export interface CliSearch {
  readonly environment: Environment;
  readonly reporter: Reporter;
  /** A folder with `bin/pulumi` that the command line names. If it is set, no other place is searched. */
  readonly root?: string;
  /** Gives the reason why nothing can be downloaded, or undefined. */
  readonly downloadFault?: () => Promise<string | undefined>;
  /** Downloads a CLI into a folder. */
  readonly download?: (folder: string) => Promise<void>;
}

/** This environment variable names a folder with `bin/pulumi`. */
export const cliRootVariable = "PULUMI_CLI_ROOT";

/**
 * Finds the Pulumi CLI. It is the first of: the one that the command line names, the one that PULUMI_CLI_ROOT names,
 * one on the PATH, one in the user's cache, a download, a build from the pinned Go module.
 *
 * @throws InputFault when the folder that the command line names has no CLI that is new enough
 * @throws MissingTool with everything that was tried, when there is no CLI and none can be installed
 */
export async function findPulumiCli(search: CliSearch): Promise<PulumiCli> {
  if (search.root !== undefined) return namedOnCommandLine(search.root, search.environment);
  return (await installed(search)) ?? (await cached(search)) ?? (await obtained(search));
}

async function namedOnCommandLine(root: string, environment: Environment): Promise<PulumiCli> {
  const command = path.resolve(root, "bin", "pulumi");
  const version = await pulumiVersionOf(command, environment);
  if (version !== undefined && isAtLeast(version, minimumCliVersion)) return { command, version };
  const got = version === undefined ? "no Pulumi CLI there" : `version ${version}`;
  throw new InputFault(
    `--cli: cannot use ${command}, got ${got}; expected version ${minimumCliVersion} or newer; ` +
      `name a folder with bin/pulumi, or leave the option out`,
  );
}

async function installed(search: CliSearch): Promise<PulumiCli | undefined> {
  const { environment, reporter } = search;
  const root = environment[cliRootVariable];
  const named = root === undefined || root === "" ? [] : [path.resolve(root, "bin", "pulumi")];
  for (const command of [...named, ...executablesOnPath("pulumi", environment)]) {
    const version = await pulumiVersionOf(command, environment);
    if (version !== undefined && isAtLeast(version, minimumCliVersion)) return { command, version };
    const origin = named.includes(command) ? ` (named by ${cliRootVariable})` : "";
    const fault = version === undefined ? "gives no version" : `is version ${version}`;
    reporter.line(
      `Ignoring ${command}${origin}: it ${fault}, and ${minimumCliVersion} or newer is needed`,
    );
  }
  return undefined;
}

async function cached({ environment }: CliSearch): Promise<PulumiCli | undefined> {
  const command = path.join(cachedCliRoot(environment), "bin", "pulumi");
  if (!isExecutable(command)) return undefined;
  const version = await pulumiVersionOf(command, environment);
  return version === undefined ? undefined : { command, version };
}

async function obtained(search: CliSearch): Promise<PulumiCli> {
  const { environment, reporter } = search;
  const tried = [`none of version ${minimumCliVersion} or newer on the PATH`];
  const root = cachedCliRoot(environment);
  tried.push(`none in ${root}`);
  const isComplete = (): boolean => isExecutable(path.join(root, "bin", "pulumi"));

  const download = search.download ?? ((folder): Promise<void> => downloadCli(folder, reporter));
  let fault = await (search.downloadFault ?? downloadSiteFault)();
  if (fault === undefined) {
    try {
      await installFolder(root, reporter, isComplete, download);
    } catch (error) {
      fault = (error as Error).message;
    }
  }
  const downloaded = await cached(search);
  if (downloaded !== undefined) return downloaded;
  tried.push(`get.pulumi.com cannot be used: ${fault ?? "the CLI that it gave does not run"}`);
  reporter.line(`No Pulumi CLI found, and ${tried.at(-1)}`);

  const go = findGo(environment);
  if (go === undefined) throw nothingToUse([...tried, "no Go on the PATH to build it with"]);
  try {
    await installFolder(root, reporter, isComplete, (folder) =>
      goBuild(go, pulumiProgram, folder, environment, reporter),
    );
  } catch (error) {
    throw nothingToUse([...tried, `building it with ${go} failed: ${(error as Error).message}`]);
  }
  const built = await cached(search);
  if (built === undefined)
    throw nothingToUse([...tried, `the program that ${go} built does not run`]);
  return built;
}

function nothingToUse(tried: readonly string[]): MissingTool {
  return new MissingTool(
    `The Pulumi CLI is missing. Tried:\n${tried.map((one) => `  - ${one}`).join("\n")}\n` +
      `Install it (https://www.pulumi.com/docs/install/), or Go 1.25.11 or newer ` +
      `(https://go.dev/dl/) so that it can be built here; or set ${cliRootVariable} to its folder.`,
  );
}
