import type * as aws from "@pulumi/aws";
import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones";
import * as pulumi from "@pulumi/pulumi";

import { attempt } from "../../components/shared/aws-reading";
import { accountZoneFaults, type AccountZones } from "../checks/account-zone-faults";
import { formatFaults } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";

/**
 * Compares the zones of a new cluster with those of the account. AWS refuses a wrong zone too, but half-way through a
 * deployment, when the network is billed already. So the program asks before it registers a resource, in a preview too.
 *
 * @throws RunError with every fault, or when the role may not ask
 */
export async function refuseUnfitZones(
  config: PlatformConfig,
  provider: aws.Provider,
): Promise<void> {
  const faults = accountZoneFaults(config, await zonesOfAccount(provider));
  if (faults.length > 0) throw new pulumi.RunError(formatFaults("this account", faults));
}

/** The provider gives names and ids in the same order. */
async function zonesOfAccount(provider: aws.Provider): Promise<AccountZones> {
  const { value, problem } = await attempt(getAvailabilityZones({}, { provider }));
  if (value !== undefined) {
    return new Map(value.names.map((name, index) => [name, value.zoneIds[index] ?? ""]));
  }
  throw new pulumi.RunError(
    `network.zones: the account's zones cannot be read, got ${problem}; expected their names and ids; ` +
      "give the role ec2:DescribeAvailabilityZones",
  );
}
