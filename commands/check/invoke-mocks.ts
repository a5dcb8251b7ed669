import { z } from "zod";

import { projectName } from "../../infra/config/schema";

/** The account in which the checked programs think they run. */
export const accountId = "123456789012";

/**
 * What AWS would answer to a program's questions. Nothing is known of a cluster that the stack adopts, so it is one
 * that fits the stack file; whether the real one does is found out by the first preview.
 *
 * @param config the stack's configuration, full keys, maps and lists as JSON text
 */
export function answerTo(
  token: string,
  args: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, string>>,
): Record<string, unknown> {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return {
        accountId,
        arn: `arn:aws:iam::${accountId}:user/check`,
        id: accountId,
        userId: "CHECK",
      };
    case "aws:eks/getCluster:getCluster":
      return existingCluster(String(args["name"]), kubernetesVersionOf(config));
    case "aws:eks/getAddon:getAddon":
      return { ...args, addonVersion: "v1.3.10-eksbuild.2" };
    case "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider":
      return {
        arn: `arn:aws:iam::${accountId}:oidc-provider/${String(args["url"]).replace("https://", "")}`,
        clientIdLists: ["sts.amazonaws.com"],
      };
    case "aws:ec2/getSubnets:getSubnets":
      return { ids: ["subnet-0123456789abcdef0"] };
    case "aws:ec2/getSecurityGroups:getSecurityGroups":
      return { ids: ["sg-0123456789abcdef0"] };
    default:
      return {};
  }
}

function existingCluster(name: string, version: string): Record<string, unknown> {
  return {
    name,
    arn: `arn:aws:eks:us-east-1:${accountId}:cluster/${name}`,
    status: "ACTIVE",
    tags: {},
    version,
    endpoint: "https://example.eks.amazonaws.com",
    certificateAuthorities: [{ data: "Y2VydGlmaWNhdGU=" }],
    accessConfigs: [{ authenticationMode: "API" }],
    kubernetesNetworkConfigs: [{ ipFamily: "ipv4" }],
    computeConfigs: [],
    identities: [{ oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE" }] }],
    vpcConfig: { vpcId: "vpc-0123456789abcdef0" },
  };
}

const versions = z.object({ kubernetes: z.string() });

function kubernetesVersionOf(config: Readonly<Record<string, string>>): string {
  const text = config[`${projectName}:versions`];
  if (text === undefined) return "";
  return versions.safeParse(JSON.parse(text)).data?.kubernetes ?? "";
}
