import type * as pulumi from "@pulumi/pulumi";

import { accountId, answerTo } from "./invoke-mocks";

/**
 * Mocks of all providers. In preview mode a new resource has no id, and its only outputs are its inputs, as at a first
 * preview. Otherwise it has an id and the outputs that the program reads.
 */
export function cloudMocks(
  preview: boolean,
  config: Readonly<Record<string, string>> = {},
): pulumi.runtime.Mocks {
  return {
    call: ({ token, inputs }) => answerTo(token, inputs as Record<string, unknown>, config),
    newResource: (resource) => {
      const inputs = resource.inputs as Readonly<Record<string, unknown>>;
      if (preview) return { id: undefined, state: { ...inputs } };
      return {
        id: resource.custom === false ? undefined : `${resource.name}-id`,
        state: { ...outputsOf(resource), ...inputs },
      };
    },
  };
}

function outputsOf({
  type,
  name,
  inputs,
}: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const given = inputs as Readonly<Record<string, unknown>>;
  if (type === "eks:index:Cluster")
    return clusterOutputs(typeof given["name"] === "string" ? given["name"] : name);
  if (!type.startsWith("aws:")) return {};
  return {
    arn: `arn:aws:${type.split(":")[1]?.split("/")[0] ?? ""}:us-east-1:${accountId}:${name}`,
    name,
    keyId: `${name}-key`,
    publicIp: "198.51.100.1",
    uniqueId: `${name}-unique`,
    url: `https://sqs.us-east-1.amazonaws.com/${accountId}/${name}`,
  };
}

/** Outputs of the remote EKS component, which creates no child resources under mocks. */
function clusterOutputs(name: string): Record<string, unknown> {
  return {
    kubeconfig: {},
    kubeconfigJson: "{}",
    clusterSecurityGroupId: "sg-0123456789abcdef0",
    eksCluster: {
      id: name,
      name,
      arn: `arn:aws:eks:us-east-1:${accountId}:cluster/${name}`,
      endpoint: "https://example.eks.amazonaws.com",
      vpcConfig: { clusterSecurityGroupId: "sg-0123456789abcdef0" },
      identities: [{ oidcs: [{ issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE" }] }],
    },
  };
}
