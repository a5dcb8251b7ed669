/**
 * Installs or builds missing programs, and prints nothing when none is missing. `commands/setup/setup.js` runs it.
 * `--engine`: the Pulumi CLI and its Node language host. `--tests`: what only tests use (helm-render, actionlint,
 * Karpenter's charts, other releases of Node.js, Chromium).
 */
import { testedReleases } from "../../components/karpenter/releases";
import { exitCodeOf } from "../../command-line/exit-codes";
import { reporterFor } from "../../command-line/reporter";
import { findBuiltProgram } from "./built-program";
import { findChromium } from "./chromium";
import { findKarpenterCharts } from "./karpenter-charts";
import { findLanguageHost } from "../../sandbox/binaries/language-host";
import { findNode } from "./node-release";
import { findPulumiCli } from "../../sandbox/binaries/pulumi-cli";
import { testPrograms } from "./test-programs";

async function main(args: readonly string[]): Promise<void> {
  const reporter = reporterFor(process.stderr);
  if (args.includes("--engine")) {
    const cli = await findPulumiCli({ environment: process.env, reporter });
    await findLanguageHost(cli, process.env, reporter);
  }
  if (args.includes("--tests")) {
    for (const program of testPrograms) await findBuiltProgram(program, process.env, reporter);
    for (const version of Object.values(testedReleases)) {
      await findKarpenterCharts(version, process.env, reporter);
    }
    await findChromium({ environment: process.env, reporter });
    for (const major of [22, 24] as const) {
      await findNode(major, { environment: process.env, reporter });
    }
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = exitCodeOf(error);
});
