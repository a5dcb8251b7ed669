import type { CommandContext } from "../context";
import { readCheckpoint } from "../engine/checkpoint";
import { refuseDamage } from "../engine/damage";
import { InputFault } from "../../command-line/input-fault";
import { formatOutputs, stackOutputs } from "../summary/stack-outputs";
import { findDeployed } from "../target";

/**
 * Prints the outputs of the last deployment, as text or as JSON. Secrets stay hidden. It reads only the engine's state,
 * so that nothing has to start.
 */
export function outputs(context: CommandContext, asJson: boolean): void {
  const folder = findDeployed(context);
  refuseDamage(folder);
  const checkpoint = readCheckpoint(folder.checkpoint);
  const values = "state" in checkpoint ? stackOutputs(checkpoint.state.resources) : undefined;
  if (values === undefined) {
    throw new InputFault(
      `outputs: ${context.stack} is not deployed in the sandbox; ` +
        `deploy it first: \`npm run sandbox -- up ${context.stack}\``,
    );
  }
  context.print(asJson ? JSON.stringify(values, undefined, 2) : formatOutputs(values));
}
