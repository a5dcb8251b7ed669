import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { refuseFaultyStacks } from "../../commands/check/refuse-faulty-stacks";
import { stackNames } from "../../infra/config/stack-names";
import { goldenFixtures, goldenNameOfFixture, leftoverGoldenFiles } from "./golden-files";

const root = path.resolve(__dirname, "../..");
const stacksFolder = path.join(root, "stacks");
const stackGoldens = path.join(root, "test/stacks/golden");
const reportGoldens = path.join(root, "test/report/golden");
/** They compare the golden files, and write them for this command. */
const goldenTests = ["test/stacks/golden.test.ts", "test/report/formats/renderers.test.ts"];

guardOutput();
new Command("npm run golden --")
  .description(
    "Writes the golden files: test/stacks/golden/ for every stack in stacks/ and a fixture, and test/report/golden/. Removes those of\n" +
      "stacks that are gone. Read the difference before you commit it: a changed resource name is a replacement.",
  )
  .addHelpText(
    "after",
    "\nExit codes: 0 the files are current; 1 a stack file has faults; 2 an internal failure.",
  )
  .action(() => {
    try {
      refuseFaultyStacks("golden", stacksFolder);
      const before = contents();
      removeLeftovers();
      writeAll();
      report(before, contents());
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = exitCodeOf(error);
    }
  })
  // commander exits 1 for a wrong argument, which is what this project does for faulty input.
  .parse();

function removeLeftovers(): void {
  const stacks = [...stackNames(stacksFolder), ...goldenFixtures.map(goldenNameOfFixture)];
  for (const file of leftoverGoldenFiles(readdirSync(stackGoldens), stacks)) {
    rmSync(path.join(stackGoldens, file));
  }
}

/** The tests write the files themselves, so that what is written is what they compare. */
function writeAll(): void {
  const mocha = require.resolve("mocha/bin/mocha.js");
  const options = ["--no-config", "--require", "tsx/cjs", "--timeout", "120000"];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [mocha, ...options, "--reporter", "dot", ...goldenTests],
    { cwd: root, encoding: "utf8", env: { ...process.env, UPDATE_GOLDEN: "1" } },
  );
  if (status !== exitCodes.fine) {
    throw new Error(`golden: a test that writes the golden files fails\n${stdout}${stderr}`);
  }
}

/** Every golden file by its path from the root, with its text. */
function contents(): ReadonlyMap<string, string> {
  const files = [stackGoldens, reportGoldens].flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((file) => path.join(folder, file)),
  );
  return new Map(
    files.map((file) => [
      path.relative(root, file).split(path.sep).join("/"),
      readFileSync(file, "utf8"),
    ]),
  );
}

function report(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): void {
  const changed = [...after].filter(([file, text]) => before.get(file) !== text);
  const gone = [...before.keys()].filter((file) => !after.has(file));
  const lines = [
    ...changed.map(([file]) => `wrote ${file}`),
    ...gone.map((file) => `removed ${file}`),
  ];
  process.stdout.write(`${lines.join("\n") || "golden files are current"}\n`);
}
