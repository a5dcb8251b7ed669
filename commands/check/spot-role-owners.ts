import type { FolderFault } from "../../infra/config/config-fault";
import { faultsInOneAccount, type SoundStack } from "./stacks-of-one-account";

/**
 * Finds stacks that would both create the account's only role for Spot instances. The second stack fails, when its
 * network and cluster already cost money.
 */
export function spotRoleOwners(folder: string): readonly FolderFault[] {
  return faultsInOneAccount(folder, (stack, earlier) => {
    if (!ownsRole(stack) || !ownsRole(earlier)) return undefined;
    return {
      path: ["cluster", "ownsSpotServiceLinkedRole"],
      problem: `also set in ${earlier.stack}`,
      got: "true",
      expected: "one owner in an account",
      fix: "set it to false in one of them, or set different accountIds",
    };
  });
}

function ownsRole({ config }: SoundStack): boolean {
  return config.cluster.ownsSpotServiceLinkedRole === true;
}
