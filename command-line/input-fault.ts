/**
 * What the user gave is at fault (a stack's name, its configuration, damaged state, a refused
 * plan). The command prints the message as it is and exits 1; a stack trace is never shown.
 */
export class InputFault extends Error {
  override readonly name = "InputFault";
}
