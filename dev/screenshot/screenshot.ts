/** `npm run report:screenshot`: makes the picture in the README. Reads only the command line before anything else. */

import { Command } from "commander";

import { guardOutput } from "../../command-line/closed-pipe";
import { exitCodeOf, exitCodes } from "../../command-line/exit-codes";
import { parseArguments } from "../../command-line/parse-arguments";
import { MissingTool } from "../../command-line/missing-tool";

async function main(args: readonly string[]): Promise<number> {
  const command = new Command("npm run report:screenshot --")
    .description("make docs/images/report.png, the picture of a stack's report in the README")
    .helpOption("-h, --help", "print this text and do nothing else")
    .addHelpText(
      "after",
      "\nNeeds Chromium; docs/report.md says where it is looked for.\n" +
        "\nExit codes: 0 the picture is made; 1 a wrong command line; 2 Chromium is missing, or an internal failure.",
    )
    .exitOverride();
  const ended = parseArguments(command, args);
  if (ended !== undefined) return ended;
  const { makePicture } = await import("./report-picture");
  console.log(await makePicture());
  return exitCodes.fine;
}

guardOutput();
main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof MissingTool ? error.message : error);
    process.exitCode = exitCodeOf(error);
  },
);
