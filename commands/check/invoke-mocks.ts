import { z } from "zod";

import { projectName } from "../../infra/config/schema";

/** The account id that checked programs see. */
export const accountId = "123456789012";

/**
 * Answers to the program's calls of AWS data sources. An adopted cluster is not known here, so the answer is a cluster
 * that fits the stack file. The first preview finds out whether the real cluster fits.
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
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return zonesOf(config);
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

const network = z.object({
  zones: z.array(z.string()),
  controlPlaneZones: z.array(z.string()).default([]),
  zoneIds: z.record(z.string(), z.string()).default({}),
});

/** The zones of the account are not known here, so the answer is the zones of the stack file. A preview asks AWS. */
function zonesOf(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const { data } = network.safeParse(JSON.parse(config[`${projectName}:network`] ?? "{}"));
  if (data === undefined) return { names: [], zoneIds: [] };
  const names = [...new Set([...data.zones, ...data.controlPlaneZones])];
  return { names, zoneIds: names.map((name) => data.zoneIds[name] ?? "") };
}

const versions = z.object({ kubernetes: z.string() });

function kubernetesVersionOf(config: Readonly<Record<string, string>>): string {
  const text = config[`${projectName}:versions`];
  if (text === undefined) return "";
  return versions.safeParse(JSON.parse(text)).data?.kubernetes ?? "";
}
