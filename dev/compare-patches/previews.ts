import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import type { Reporter } from "../../command-line/reporter";
import { findLanguageHost } from "../../sandbox/binaries/language-host";
import { findPulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { engineEnvironment } from "../../sandbox/engine/environment";
import { startStandIns } from "../../sandbox/engine/stand-ins";
import { switchVariable } from "../../start/patches/patches";
import { copyCheckout } from "../bench/checkout-copy";
import { hostWithoutTypeScript } from "../bench/language-host-options";
import { planSteps, type PlanStep } from "./plan";

/** Plans of one stack. */
export interface TwoPlans {
  readonly withPatches: readonly PlanStep[];
  readonly withoutPatches: readonly PlanStep[];
}

const run = promisify(execFile);
const longestOutput = 64 * 2 ** 20;

/**
 * Previews a stack that is not deployed yet, once with all patches and once without. The Pulumi CLI starts the program
 * in a copy of this checkout, as a user does; the providers are the sandbox's stand-ins.
 *
 * @param folder an empty folder for the copy and for the state
 * @throws Error with the output of the preview when it fails
 * @throws MissingTool without a Pulumi CLI or a language host
 */
export async function previewTwice(
  stack: string,
  folder: string,
  reporter: Reporter,
): Promise<TwoPlans> {
  const checkout = path.join(folder, "checkout");
  copyCheckout(checkout);
  fs.mkdirSync(path.join(folder, "backend"));
  const cli = await findPulumiCli({ environment: process.env, reporter });
  const host = await findLanguageHost(cli, process.env, reporter);
  const standIns = await startStandIns(path.join(folder, "cloud.json"));
  const state = { backend: path.join(folder, "backend"), home: path.join(folder, "home") };
  const environment = {
    ...process.env,
    ...engineEnvironment(state, standIns.debugProviders),
    PATH: [hostWithoutTypeScript(host, path.join(folder, "host")), process.env["PATH"]].join(
      path.delimiter,
    ),
  };
  const pulumi = async (patchesOff: "0" | "1", ...args: string[]): Promise<string> => {
    const { stdout } = await run(cli.command, [...args, "--stack", stack, "--non-interactive"], {
      cwd: checkout,
      env: { ...environment, [switchVariable]: patchesOff },
      maxBuffer: longestOutput,
    });
    return stdout;
  };
  try {
    await run(cli.command, ["stack", "init", stack, "--non-interactive"], {
      cwd: checkout,
      env: environment,
    });
    reporter.status(`Previewing ${stack} with patches`);
    const withPatches = planSteps(await pulumi("0", "preview", "--json"));
    reporter.status(`Previewing ${stack} without patches`);
    const withoutPatches = planSteps(await pulumi("1", "preview", "--json"));
    return { withPatches, withoutPatches };
  } finally {
    reporter.status("");
    await standIns.stop();
  }
}
