import path from "node:path";
import { findLanguageHost, type LanguageHost } from "../../sandbox/binaries/language-host";
import { findPulumiCli, type PulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { engineEnvironment } from "../../sandbox/engine/environment";
import { reporterFor } from "../../command-line/reporter";
import { finished, type CommandResult } from "./engine";
import { spawn } from "node:child_process";

/** The Pulumi CLI with a language host on its PATH, as a user has it. */
export interface InstalledPulumi {
  readonly host: LanguageHost;
  /** Runs `pulumi <args>` in a folder; state is kept below `folder`, providers are the stand-ins. */
  readonly run: (cwd: string, ...args: string[]) => Promise<CommandResult>;
}

/** Finds both; they are built when they are missing, which `npm test` does before the tests. */
export async function installedPulumi(
  folder: string,
  debugProviders: string,
): Promise<InstalledPulumi> {
  const reporter = reporterFor(process.stderr);
  const cli: PulumiCli = await findPulumiCli({ environment: process.env, reporter });
  const host = await findLanguageHost(cli, process.env, reporter);
  const environment = {
    ...process.env,
    ...engineEnvironment(
      { backend: path.join(folder, "backend"), home: path.join(folder, "home") },
      debugProviders,
    ),
    PATH: [host.folder, process.env["PATH"] ?? ""].join(path.delimiter),
  };
  return {
    host,
    run: (cwd, ...args) =>
      finished(
        spawn(cli.command, [...args, "--non-interactive"], {
          cwd,
          env: environment,
          stdio: ["ignore", "pipe", "pipe"],
        }),
      ),
  };
}
