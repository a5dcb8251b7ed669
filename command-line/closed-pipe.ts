import { exitCodes } from "./exit-codes";

/**
 * Guards the output of a command; every command calls it first.
 *
 * A reader such as `head` may close the pipe before everything is written. The rest is dropped then, the command goes
 * on, and its exit code does not change. Any other failure to write, such as a full disk, ends the command with
 * exit code 2: nobody could see a result.
 *
 * https://nodejs.org/api/process.html#a-note-on-process-io
 */
export function guardOutput(): void {
  for (const [name, stream] of [
    ["output", process.stdout],
    ["error", process.stderr],
  ] as const) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (name === "output") {
        process.stderr.write(`cannot write to standard output, got ${error.message}\n`);
      }
      process.exit(exitCodes.internal);
    });
  }
}
