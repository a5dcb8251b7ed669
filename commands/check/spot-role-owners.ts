import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";

/**
 * Finds stacks that would both create the account's only role for Spot instances. The second stack fails, when its
 * network and cluster already cost money. A stack that names no account may be deployed to any account.
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
