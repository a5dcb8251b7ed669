/** `npm run lint`: everything that checks the sources without running them. */
import { spawnSync } from "node:child_process";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";

const root = path.resolve(__dirname, "../..");

/** Each check: its name, and a program of node_modules/.bin with its arguments. */
const checks: readonly (readonly [name: string, program: string, ...args: readonly string[]])[] = [
  ["types", "tsc", "--noEmit", "-p", "."],
  ["code", "eslint", "."],
  ["imports between folders", "depcruise", "--output-type", "err-long", "."],
  ["unused files, exports and packages", "knip"],
  ["code that only tests use", "knip", "--production"],
  ["house style", "tsx", "dev/style/main.ts"],
  ["format", "prettier", "--check", "--log-level", "warn", "."],
];

guardOutput();
new Command("npm run lint --")
  .description(`Checks the sources: ${checks.map(([name]) => name).join("; ")}.`)
  .addHelpText("after", "\nExit codes: 0 all is well; 1 a check failed")
  .action(() => {
    const failed = checks.filter(([, program, ...args]) => !passes(program, args));
    for (const [name] of failed) process.stderr.write(`lint: ${name}: failed; see above\n`);
    process.exitCode = failed.length === 0 ? exitCodes.fine : exitCodes.faulty;
  })
  .parse();

function passes(program: string, args: readonly string[]): boolean {
  const file = path.join(root, "node_modules", ".bin", program);
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: "inherit" });
  if (error !== undefined) process.stderr.write(`${program}: ${error.message}\n`);
  return status === 0;
}
