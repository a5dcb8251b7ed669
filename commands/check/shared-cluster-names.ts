import path from "node:path";

import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";

/**
 * Finds stacks that would have the same cluster name in one account. IAM roles and policies have the cluster's name and
 * are global to an account. So the second stack fails, when its network and cluster already cost money. A stack that
 * names no account may be deployed to any account.
 */
export function sharedClusterNames(folder: string): readonly string[] {
  const stacks = stackNames(folder).flatMap((stack) => {
    const { config } = readStackFile(path.join(folder, `Pulumi.${stack}.yaml`));
    return config === undefined
      ? []
      : [{ stack, name: config.cluster.name, account: config.accountId }];
  });
  return stacks.flatMap((one, index) =>
    stacks
      .slice(0, index)
      .filter(({ name, account }) => name === one.name && mayBeSame(account, one.account))
      .map(
        (other) =>
          `${one.stack}: cluster.name: also that of ${other.stack}, got "${one.name}"; expected a name of its own in the account; rename one, or set different accountIds`,
      ),
  );
}

function mayBeSame(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
