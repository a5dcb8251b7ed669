import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { stackNames } from "../../infra/config/stack-names";
import type { LanguageHost } from "../../sandbox/binaries/language-host";
import type { PulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { engineEnvironment } from "../../sandbox/engine/environment";
import { copyCheckout } from "./checkout-copy";
import { emptyProject, importingProject, writeFloorProject } from "./floor-projects";
import { measuredStack } from "./measured-stack";
import { hostWithoutTypeScript } from "./language-host-options";
import type { MeasuredCommand } from "./measure";

/** A command that is measured. */
export interface Subject {
  readonly name: string;
  readonly command: MeasuredCommand;
  /** A floor; a stack with the policy pack, which the aim is about; a whole report; or something else. */
  readonly kind: "floor" | "stack" | "report" | "other";
}

export interface SubjectOptions {
  /** The folder for projects, stacks and state. Nothing in the checkout is written. */
  readonly folder: string;
  readonly cli: PulumiCli;
  readonly host: LanguageHost;
  readonly debugProviders: string;
  /** Only the largest stack. */
  readonly quick: boolean;
}

const checkout = path.join(__dirname, "..", "..");
const largestStack = measuredStack("production-us-east-1", checkout);
/** It has maintenance windows in a time zone of its own, and zones of which the ids are known. */
const reportedStack = measuredStack("production-ap-northeast-1", checkout);
const run = promisify(execFile);

/** Prepares projects and stacks, and returns the commands to measure, the two floors first. */
export async function prepareSubjects(options: SubjectOptions): Promise<readonly Subject[]> {
  const { folder, host, quick } = options;
  const copy = path.join(folder, "checkout");
  copyCheckout(copy);
  fs.mkdirSync(path.join(folder, "backend"));
  const pulumi = commandsOf(options);
  const stackHost = hostWithoutTypeScript(host, path.join(folder, "host"));

  const floors: Subject[] = [];
  for (const [project, name] of [
    [emptyProject, "preview of an empty program (floor)"],
    [importingProject, "preview of one resource, provider SDKs imported (floor)"],
  ] as const) {
    const cwd = path.join(folder, project.name);
    writeFloorProject(project, cwd);
    await runOnce(pulumi(host.folder, cwd, "stack", "init", project.name));
    const command = pulumi(host.folder, cwd, "preview", "--stack", project.name);
    floors.push({ name, command, kind: "floor" });
  }

  const stacks: Subject[] = [];
  for (const stack of quick ? [largestStack] : stackNames(path.join(checkout, "stacks"))) {
    await runOnce(pulumi(stackHost, copy, "stack", "init", stack));
    const preview = ["preview", "--stack", stack];
    const command = pulumi(stackHost, copy, ...preview, ...packOf(stack));
    stacks.push({ name: `preview of ${stack} with the policy pack`, command, kind: "stack" });
    if (stack !== largestStack) continue;
    const alone = pulumi(stackHost, copy, ...preview);
    stacks.push({ name: `preview of ${stack} without`, command: alone, kind: "other" });
  }
  return [...floors, ...stacks, checkOfAll()];
}

function commandsOf({ folder, cli, debugProviders }: SubjectOptions) {
  const state = { backend: path.join(folder, "backend"), home: path.join(folder, "home") };
  const environment = { ...process.env, ...engineEnvironment(state, debugProviders) };
  return (hostFolder: string, cwd: string, ...args: string[]): MeasuredCommand => ({
    command: cli.command,
    args: [...args, "--non-interactive"],
    cwd,
    environment: {
      ...environment,
      PATH: [hostFolder, process.env["PATH"] ?? ""].join(path.delimiter),
    },
  });
}

async function runOnce({ command, args, cwd, environment }: MeasuredCommand): Promise<void> {
  await run(command, args, { cwd, env: environment });
}

/** The name of a stack begins with its environment, and the configuration of the pack has the environment's name. */
function packOf(stack: string): readonly string[] {
  const environment = stack.split("-")[0] ?? "";
  const config = `policies/config/${environment}.json`;
  return ["--policy-pack", "policies/analyzer", "--policy-pack-config", config];
}

/** A whole report, start-up included. */
export function wholeReport(folder: string): Subject {
  const output = path.join(folder, "report.html");
  const args = ["run", "--silent", "report", "--", reportedStack, "--format", "html"];
  const command = { command: "npm", args: [...args, "--output", output], cwd: checkout };
  return {
    name: `npm run report -- ${reportedStack} --format html`,
    command: { ...command, environment: process.env },
    kind: "report",
  };
}

function checkOfAll(): Subject {
  const args = ["run", "--silent", "check"];
  const command = { command: "npm", args, cwd: checkout, environment: process.env };
  return { name: "npm run check", command, kind: "other" };
}
