import type { Region } from "@pulumi/aws";
import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";

import type { PlatformSpec } from "../resolved/platform-spec";

/** The AWS provider with the stack's region and tags. It refuses every account but the configured one. */
export function awsProvider({ config, tags }: PlatformSpec): AwsProvider {
  return new AwsProvider("aws", {
    region: config.region as Region,
    defaultTags: { tags: { ...tags } },
    ...(config.accountId === undefined ? {} : { allowedAccountIds: [config.accountId] }),
  });
}

/**
 * The Kubernetes provider of the stack's cluster.
 *
 * `clusterIdentifier` is plain text and never changes. Without it, any change of the kubeconfig (a proxy, an argument of
 * `aws eks get-token`) would replace the provider and with it every NodePool.
 * https://github.com/pulumi/pulumi-kubernetes/issues/4019
 */
export function kubernetesProvider(
  { config, clusterName }: PlatformSpec,
  kubeconfig: pulumi.Input<string>,
  opts: pulumi.ResourceOptions,
): KubernetesProvider {
  return new KubernetesProvider(
    "kubernetes",
    {
      kubeconfig,
      clusterIdentifier: `eks/${config.region}/${clusterName}`,
      enableServerSideApply: true,
      // An unreachable cluster must stop the run. Without its objects in the state, nodes would keep running unmanaged.
      deleteUnreachable: false,
    },
    opts,
  );
}
