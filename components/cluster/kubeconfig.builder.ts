/** Address and certificate authority of a cluster's Kubernetes API. */
export interface ClusterAddress {
  readonly clusterName: string;
  readonly region: string;
  /** `https://…`, as `aws eks describe-cluster` gives it. */
  readonly endpoint: string;
  /** Certificate authority, PEM in base64. */
  readonly certificateAuthority: string;
}

/** How to reach the Kubernetes API. Default for both: directly, with the credentials of the deployment. */
export interface ClusterAccess {
  /** IAM role that the token is for. */
  readonly roleArn?: string;
  /** Proxy in front of the API, without credentials. */
  readonly proxyUrl?: string;
}

/**
 * A kubeconfig as JSON. Its user runs `aws eks get-token`, so it contains no credentials.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
 */
export function kubeconfigText(address: ClusterAddress, { roleArn, proxyUrl }: ClusterAccess) {
  const { clusterName, region, endpoint, certificateAuthority } = address;
  const role = roleArn === undefined ? [] : ["--role-arn", roleArn];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "kubernetes",
        cluster: {
          server: endpoint,
          "certificate-authority-data": certificateAuthority,
          ...(proxyUrl === undefined ? {} : { "proxy-url": proxyUrl }),
        },
      },
    ],
    contexts: [{ name: "aws", context: { cluster: "kubernetes", user: "aws" } }],
    "current-context": "aws",
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              ...["--region", region, "eks", "get-token"],
              ...["--cluster-name", clusterName, "--output", "json"],
              ...role,
            ],
            interactiveMode: "Never",
          },
        },
      },
    ],
  });
}
