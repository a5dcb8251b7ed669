import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { LanguageHost } from "../../sandbox/binaries/language-host";
import type { PulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { engineEnvironment } from "../../sandbox/engine/environment";
import { copyCheckout, writeEmptyProject } from "./checkout-copy";
import type { MeasuredCommand } from "./measure";

/** What is measured. */
export interface Subject {
  readonly name: string;
  readonly command: MeasuredCommand;
}

/** The subjects, the floor first and the one that the aim is about third. */
export interface Subjects {
  readonly floor: Subject;
  readonly stack: Subject;
  readonly stackWithPack: Subject;
  readonly check: Subject;
}

const stack = "production-us-east-1";
const environment = "production";
const emptyStack = "empty";
const checkout = path.join(__dirname, "..", "..");
const run = promisify(execFile);

/** Prepares projects and stacks below `folder`. Nothing of the checkout is written to. */
export async function prepareSubjects(
  folder: string,
  cli: PulumiCli,
  host: LanguageHost,
  debugProviders: string,
): Promise<Subjects> {
  const [empty, copy] = [path.join(folder, "empty"), path.join(folder, "checkout")];
  writeEmptyProject(empty);
  copyCheckout(copy);
  const backend = path.join(folder, "backend");
  fs.mkdirSync(backend);
  const environmentOfEngine = {
    ...process.env,
    ...engineEnvironment({ backend, home: path.join(folder, "home") }, debugProviders),
    PATH: [host.folder, process.env["PATH"] ?? ""].join(path.delimiter),
  };
  const pulumi = (cwd: string, ...args: string[]): MeasuredCommand => ({
    command: cli.command,
    args: [...args, "--non-interactive"],
    cwd,
    environment: environmentOfEngine,
  });
  for (const [cwd, name] of [
    [empty, emptyStack],
    [copy, stack],
  ] as const) {
    const { command, args } = pulumi(cwd, "stack", "init", name);
    await run(command, args, { cwd, env: environmentOfEngine });
  }
  const pack = ["--policy-pack", "policies/analyzer"];
  const config = ["--policy-pack-config", `policies/config/${environment}.json`];
  const preview = ["preview", "--stack", stack];
  return {
    floor: {
      name: "preview of an empty program (floor)",
      command: pulumi(empty, "preview", "--stack", emptyStack),
    },
    stack: { name: `preview of ${stack}`, command: pulumi(copy, ...preview) },
    stackWithPack: {
      name: "the same with the policy pack",
      command: pulumi(copy, ...preview, ...pack, ...config),
    },
    check: {
      name: "npm run check",
      command: {
        command: "npm",
        args: ["run", "--silent", "check"],
        cwd: checkout,
        environment: process.env,
      },
    },
  };
}
