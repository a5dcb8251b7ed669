/** Installs or builds the programs that tests start, before mocha runs the first test. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const setup = path.resolve(__dirname, "../../commands/setup/setup.js");

/** https://mochajs.org/#global-setup-fixtures */
export function mochaGlobalSetup(): void {
  const { status } = spawnSync(process.execPath, [setup, "--engine", "--tests"], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("setup: a program is missing; what is missing is named above");
}
