/**
 * What the user gave is at fault (a stack's name, its configuration, damaged state, a refused
 * plan). The command prints the message as it is and exits 1; a stack trace is never shown.
 */
export class InputFault extends Error {
  override readonly name = "InputFault";
}

/** A tool that the sandbox needs cannot be had. The command prints the message and exits 2. */
export class MissingTool extends Error {
  override readonly name = "MissingTool";
}

/** Exit codes of every command of this project. */
export const exitCodes = { fine: 0, faulty: 1, internal: 2 } as const;

/** Which exit code an error ends the command with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InputFault ? exitCodes.faulty : exitCodes.internal;
}
