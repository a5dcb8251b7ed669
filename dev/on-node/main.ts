/** Runs the tests on another release of Node.js: `npm run on-node -- --help`. */
import { spawn } from "node:child_process";
import path from "node:path";

import { Argument, Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";
import { reporterFor } from "../../command-line/reporter";
import { findNode, type NodeMajor, nodeReleases } from "../programs/node-release";
import { commandOnNode } from "./command";

const root = path.resolve(__dirname, "../..");

async function main(args: readonly string[]): Promise<number> {
  const majors = Object.keys(nodeReleases);
  const command = new Command("npm run on-node --")
    .description(
      "run the tests on a pinned release of Node.js, which is downloaded once into the user's cache",
    )
    .addArgument(new Argument("<major>", "major version of Node.js").choices(majors))
    .argument("[tests...]", "test files or patterns in quotes; without any, the whole suite")
    .addHelpText(
      "after",
      "\nExit codes: 0 every test passed; 1 a test failed, or the command is wrong; 2 there is no such Node.js here.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const [major, tests] = command.processedArgs as [string, readonly string[]];
  const reporter = reporterFor(process.stderr);
  const node = await findNode(Number(major) as NodeMajor, { environment: process.env, reporter });
  const { args: mocha, environment } = commandOnNode(node, tests, process.env);
  reporter.line(`Running ${tests.length === 0 ? "the whole suite" : tests.join(" ")} on ${node}`);
  return finished(spawn(node, mocha, { cwd: root, env: environment, stdio: "inherit" }));
}

/** A signal of the terminal reaches both processes, and mocha then says what ran. */
function finished(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0 ? exitCodes.fine : exitCodes.faulty));
  });
}

guardOutput();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = exitCodeOf(error);
  },
);
