import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";

/**
 * Stacks that would both make the account's one role for Spot instances: the second is refused when its network
 * and its cluster bill already. A stack that names no account may be deployed to any.
 */
export function spotRoleOwners(folder: string): readonly string[] {
  const owners = stackNames(folder).flatMap((stack) => {
    const { config } = readStackFile(path.join(folder, `Pulumi.${stack}.yaml`));
    return config?.cluster.ownsSpotServiceLinkedRole === true
      ? [{ stack, account: config.accountId }]
      : [];
  });
  return owners.flatMap((one, index) =>
    owners
      .slice(0, index)
      .filter(({ account }) => mayBeSame(account, one.account))
      .map(
        (other) =>
          `${one.stack}: cluster.ownsSpotServiceLinkedRole: also set in ${other.stack}, got true; expected one owner in an account; set it to false in one of them, or set different accountIds`,
      ),
  );
}

function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
