import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import type { FolderFault } from "../../infra/config/config-fault";
import type { PlatformConfig } from "../../infra/config/schema";
import { stackNames } from "../../infra/config/stack-names";
import { parseStackText } from "../../infra/config/stack-text";
import type { Fault } from "../../scheduling/values/fault";

/** A stack whose file has no fault of its own. */
export interface SoundStack {
  readonly stack: string;
  readonly config: PlatformConfig;
}

/**
 * Faults of stacks that cannot exist together in one account. A stack that names no account may be deployed to any.
 *
 * @param faultOf the fault of a stack, when an earlier stack of the folder may be in its account
 */
export function faultsInOneAccount(
  folder: string,
  faultOf: (stack: SoundStack, earlier: SoundStack) => Fault | undefined,
): readonly FolderFault[] {
  const stacks = stackNames(folder).flatMap((stack) => {
    const { config, text } = readStackFile(path.join(folder, `Pulumi.${stack}.yaml`));
    return config === undefined ? [] : [{ stack, config, text }];
  });
  return stacks.flatMap((one, index) =>
    stacks
      .slice(0, index)
      .filter(({ config }) => mayBeSame(config.accountId, one.config.accountId))
      .flatMap((earlier) => {
        const fault = faultOf(one, earlier);
        if (fault === undefined) return [];
        const file = `${path.basename(folder)}/Pulumi.${one.stack}.yaml`;
        return [{ ...fault, source: file, ...parseStackText(one.text).lineOf(fault.path) }];
      }),
  );
}

function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
