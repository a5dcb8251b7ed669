import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { kubeconfigText } from "../../../components/cluster/kubeconfig.builder";

const address = {
  clusterName: "research",
  region: "us-east-1",
  endpoint: "https://ABC.gr7.us-east-1.eks.amazonaws.com",
  certificateAuthority: "Y2VydA==",
};

// `aws eks update-kubeconfig` writes a file with the same parts:
// https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
describe("kubeconfigText", () => {
  it("contains the cluster's address, and gets a token from the AWS CLI", () => {
    assert.deepEqual(JSON.parse(kubeconfigText(address, {})), {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "kubernetes",
          cluster: {
            server: "https://ABC.gr7.us-east-1.eks.amazonaws.com",
            "certificate-authority-data": "Y2VydA==",
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
                "--region",
                "us-east-1",
                "eks",
                "get-token",
                "--cluster-name",
                "research",
                "--output",
                "json",
              ],
              interactiveMode: "Never",
            },
          },
        },
      ],
    });
  });

  it("uses a proxy and a role if the stack names them", () => {
    const text = kubeconfigText(address, {
      roleArn: "arn:aws:iam::123456789012:role/deployer",
      proxyUrl: "http://proxy.internal:3128",
    });
    const { clusters, users } = JSON.parse(text) as {
      clusters: [{ cluster: Record<string, string> }];
      users: [{ user: { exec: { args: string[] } } }];
    };
    assert.equal(clusters[0].cluster["proxy-url"], "http://proxy.internal:3128");
    assert.deepEqual(users[0].user.exec.args.slice(-2), [
      "--role-arn",
      "arn:aws:iam::123456789012:role/deployer",
    ]);
  });
});
