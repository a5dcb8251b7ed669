/** A tool that the sandbox needs cannot be had. The command prints the message and exits 2. */
export class MissingTool extends Error {
  override readonly name = "MissingTool";
}
