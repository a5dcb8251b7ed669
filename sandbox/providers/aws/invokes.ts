/** The functions of the aws package that the stand-in answers. */
import type { Cloud } from "../cloud";
import type { Properties } from "../cloud-state";
import { zonesOfAccount } from "./account-zones";
import { lookups } from "./lookups";
import { accountId } from "./row";

/** The answer to a call. Throws for a function that the sandbox does not know. */
export function invokeAws(
  cloud: Cloud,
  token: string,
  args: Properties,
  region: string,
): Properties {
  const answer = answers[token];
  if (answer !== undefined) return { ...args, ...answer(region) };
  const lookup = lookups[token];
  if (lookup !== undefined) return { ...args, region, ...lookup(cloud, args) };
  const known = [...Object.keys(answers), ...Object.keys(lookups)].join(", ");
  throw new Error(
    `${token}: the sandbox does not answer this function; expected one of ${known}; add it to sandbox/providers/aws/invokes.ts`,
  );
}

const answers: Record<string, (region: string) => Properties> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/sandbox`,
    userId: "AIDASANDBOXSANDBOX000",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (region) => {
    const zones = zonesOfAccount(region);
    return {
      id: region,
      region,
      groupNames: [region],
      names: zones.map(({ name }) => name),
      zoneIds: zones.map(({ id }) => id),
    };
  },
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (region) => ({
    id: region,
    name: region,
    region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
};
