/** The kubeconfig that @pulumi/eks makes. It gets a token from `aws eks get-token`. */

export interface KubeconfigOptions {
  readonly roleArn?: string;
  readonly profileName?: string;
}

export interface ClusterAddress {
  readonly name: string;
  readonly endpoint: string;
  readonly region: string;
  readonly certificate: string;
}

export function kubeconfigOf(
  cluster: ClusterAddress,
  options: KubeconfigOptions,
  withProfile: boolean,
): object {
  const role = options.roleArn === undefined ? [] : ["--role", options.roleArn];
  const profile =
    withProfile && options.profileName !== undefined ? ["--profile", options.profileName] : [];
  const command = [
    "--region",
    cluster.region,
    "eks",
    "get-token",
    "--cluster-name",
    cluster.name,
    "--output",
    "json",
  ];
  return {
    apiVersion: "v1",
    clusters: [
      {
        cluster: { server: cluster.endpoint, "certificate-authority-data": cluster.certificate },
        name: "kubernetes",
      },
    ],
    contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
    "current-context": "aws",
    kind: "Config",
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [...command, ...role, ...profile],
            env: [
              {
                name: "KUBERNETES_EXEC_INFO",
                value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
              },
            ],
          },
        },
      },
    ],
  };
}
