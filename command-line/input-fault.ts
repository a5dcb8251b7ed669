/**
 * The user's input is wrong: the name of a stack, its configuration, damaged state, a plan that is refused. The
 * command prints the message and exits with 1. It never shows a stack trace.
 */
export class InputFault extends Error {
  override readonly name = "InputFault";
}
