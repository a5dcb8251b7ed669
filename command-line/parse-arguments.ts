import { type Command, CommanderError } from "commander";

import { exitCodes } from "./exit-codes";

/**
 * Reads the arguments of a command. Commander prints the help, or what is wrong with the arguments.
 *
 * @param command made with `exitOverride()`
 * @returns the exit code when that ends the command; undefined when the command goes on
 */
export function parseArguments(command: Command, args: readonly string[]): number | undefined {
  try {
    command.parse([...args], { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.faulty;
  }
}
