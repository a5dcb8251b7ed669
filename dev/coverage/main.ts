/** `npm run coverage`: which lines of the sources the tests run. */
import { spawnSync } from "node:child_process";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodes } from "../../command-line/exit-codes";

const root = path.resolve(__dirname, "../..");

const folders = [
  "start",
  "command-line",
  "scheduling",
  "components",
  "infra",
  "policies",
  "report",
  "commands",
  "sandbox",
  "dev",
];

guardOutput();
new Command("npm run coverage --")
  .description(
    "Runs npm test, prints how many lines the tests run, and writes a page for each file to coverage/index.html.",
  )
  .addHelpText("after", "\nExit codes: those of npm test")
  .action(() => {
    const options = [
      "--all",
      ...folders.flatMap((folder) => ["--src", folder]),
      ...["text-summary", "html"].flatMap((reporter) => ["--reporter", reporter]),
    ];
    const c8 = path.join(root, "node_modules", ".bin", "c8");
    const { status } = spawnSync(c8, [...options, "npm", "test"], { cwd: root, stdio: "inherit" });
    process.exitCode = status ?? exitCodes.internal;
  })
  .parse();
