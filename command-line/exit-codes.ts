import { InputFault } from "./input-fault";

/** Exit codes of every command of this project. */
export const exitCodes = { fine: 0, faulty: 1, internal: 2 } as const;

/** Which exit code an error ends the command with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InputFault ? exitCodes.faulty : exitCodes.internal;
}
