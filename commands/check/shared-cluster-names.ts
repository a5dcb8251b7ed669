import type { FolderFault } from "../../infra/config/config-fault";
import { rendered } from "../../scheduling/values/fault";
import { faultsInOneAccount } from "./stacks-of-one-account";

/**
 * Finds stacks that would have the same cluster name in one account. IAM roles and policies have the cluster's name and
 * are global to an account. So the second stack fails, when its network and cluster already cost money.
 */
export function sharedClusterNames(folder: string): readonly FolderFault[] {
  return faultsInOneAccount(folder, ({ config }, earlier) => {
    const { name } = config.cluster;
    if (name !== earlier.config.cluster.name) return undefined;
    return {
      path: ["cluster", "name"],
      problem: `also that of ${earlier.stack}`,
      got: rendered(name),
      expected: "a name of its own in the account",
      fix: "rename one, or set different accountIds",
    };
  });
}
