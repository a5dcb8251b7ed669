import { exitCodeOf } from "./exit-codes";
import { InputFault } from "./input-fault";

/**
 * Sets the exit code of the process when a command has ended. A fault of the user's input is printed as a message. Any
 * other error that reaches this function is an internal failure: it is printed with its stack trace.
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
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      console.error(
        error instanceof InputFault
          ? `${name}: ${error.message}`
          : `${name}: internal failure: ${text}`,
      );
      process.exitCode = exitCodeOf(error);
    },
  );
}
