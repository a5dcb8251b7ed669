/**
 * Makes sure that the Pulumi CLI and the Node language host are there; says nothing when they
 * are. `tools/setup/setup.js --engine` runs it.
 */
import { exitCodeOf } from "../exit-codes";
import { reporterFor } from "../reporter";
import { findLanguageHost } from "./language-host";
import { findPulumiCli } from "./pulumi-cli";

async function main(): Promise<void> {
  const reporter = reporterFor(process.stderr);
  const cli = await findPulumiCli({ environment: process.env, reporter });
  await findLanguageHost(cli, process.env, reporter);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = exitCodeOf(error);
});
