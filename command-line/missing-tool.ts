/** A program that a command needs is missing and cannot be installed. The command prints the message and exits with 2. */
export class MissingTool extends Error {
  override readonly name = "MissingTool";
}
