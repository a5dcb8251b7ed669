import path from "node:path";

import { InputFault } from "../../command-line/input-fault";
import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";

/**
 * For commands that write what follows from every stack. A stack with a fault would be missing from it.
 *
 * @param command the first word of the message
 * @param folder the folder of the stack files
 * @throws InputFault that names every stack with a fault
 */
export function refuseFaultyStacks(command: string, folder: string): void {
  const faulty = stackNames(folder).filter(
    (stack) => readStackFile(path.join(folder, `Pulumi.${stack}.yaml`)).config === undefined,
  );
  if (faulty.length === 0) return;
  throw new InputFault(
    `${command}: faults in ${faulty.join(", ")}; nothing was written; run npm run check to read them`,
  );
}
