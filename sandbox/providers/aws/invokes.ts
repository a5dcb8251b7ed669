/** The functions of the aws package that the stand-in answers. */
import type { Properties } from "../cloud-state";
import { accountId } from "./row";

/** Throws for a function that the sandbox does not know. */
export function invokeAws(token: string, args: Properties, region: string): Properties {
  const answer = answers[token];
  if (answer !== undefined) return { ...args, ...answer(region) };
  throw new Error(
    `${token}: the sandbox does not answer this function; expected one of ${Object.keys(answers).join(", ")}; add it to sandbox/providers/aws/invokes.ts`,
  );
}

const answers: Record<string, (region: string) => Properties> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/sandbox`,
    userId: "AIDASANDBOXSANDBOX000",
  }),
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
