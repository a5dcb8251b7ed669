import { InputFault } from "./input-fault";

/** Exit codes of every command of this project. */
export const exitCodes = { fine: 0, faulty: 1, internal: 2 } as const;

/** The exit code of a command that ends with this error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof InputFault ? exitCodes.faulty : exitCodes.internal;
}
