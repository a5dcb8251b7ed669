import { exitCodes } from "./exit-codes";

/**
 * Sets the exit code of the process when a command has ended. An error that reaches this function is an internal
 * failure: it is printed with its stack trace.
 *
 * @param name the command, as npm knows it
 * @param ended the exit code, once the command has ended
 */
export function exitAfter(name: string, ended: Promise<number>): void {
  ended.then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(
        `${name}: internal failure: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      process.exitCode = exitCodes.internal;
    },
  );
}
