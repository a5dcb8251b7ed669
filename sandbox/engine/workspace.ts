import fs from "node:fs";
import path from "node:path";
import {
  LocalWorkspace,
  PulumiCommand,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import type { PulumiCli } from "../binaries/pulumi-cli";
import { projectName, type SandboxFolder } from "./sandbox-folder";

/** The options with which the engine opens a stack in the sandbox. */
export interface WorkspaceOptions {
  readonly folder: SandboxFolder;
  readonly cli: PulumiCli;
  /** The engine runs it once in each operation. */
  readonly program: PulumiFn;
  readonly environment: Record<string, string>;
}

/** Opens the stack in the sandbox's file backend. Creates it where it does not exist. */
export async function openStack(options: WorkspaceOptions): Promise<Stack> {
  const { folder, cli, program, environment } = options;
  for (const one of [folder.backend, folder.home, folder.project]) {
    fs.mkdirSync(one, { recursive: true });
  }
  return LocalWorkspace.createOrSelectStack(
    { stackName: folder.stack, projectName, program },
    {
      workDir: folder.project,
      pulumiHome: folder.home,
      envVars: environment,
      pulumiCommand: await pulumiCommand(cli),
      projectSettings: { name: projectName, runtime: "nodejs" },
    },
  );
}

/** The Automation API finds a CLI only by the folder above its `bin`, or on the PATH. */
async function pulumiCommand({ command }: PulumiCli): Promise<PulumiCommand> {
  const folder = path.dirname(command);
  if (path.basename(folder) === "bin") return PulumiCommand.get({ root: path.dirname(folder) });
  process.env["PATH"] = [folder, process.env["PATH"] ?? ""].join(path.delimiter);
  return PulumiCommand.get();
}
