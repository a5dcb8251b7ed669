import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  addonsAfterNodes,
  addonsBeforeNodes,
  type AddonName,
} from "../../../components/cluster/addon-settings.builder";
import { ClusterAddons } from "../../../components/cluster/cluster-addons";
import { registeredResources } from "../../support/registered-resources";

const versions: Readonly<Record<AddonName, string>> = {
  "vpc-cni": "v1.22.4-eksbuild.3",
  "kube-proxy": "v1.35.3-eksbuild.29",
  "eks-pod-identity-agent": "v1.3.10-eksbuild.3",
  coredns: "v1.13.2-eksbuild.31",
  "aws-ebs-csi-driver": "v1.66.0-eksbuild.1",
  "metrics-server": "v0.8.1-eksbuild.10",
  "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
};

async function addons(names: readonly AddonName[]) {
  const resources = await registeredResources(
    () =>
      new ClusterAddons("addons", {
        clusterName: "production",
        addons: names.map((name) => ({ name, version: versions[name] })),
        roleArns: { "aws-ebs-csi-driver": "arn:aws:iam::123456789012:role/ebs" },
      }),
  );
  return resources.filter(({ type }) => type === "aws:eks/addon:Addon").map(({ inputs }) => inputs);
}

const overwrite = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

describe("ClusterAddons", () => {
  it("installs the add-ons that a node needs: the CNI with prefix delegation, kube-proxy and Pod Identity", async () => {
    assert.deepEqual(await addons(addonsBeforeNodes), [
      {
        clusterName: "production",
        addonName: "eks-pod-identity-agent",
        addonVersion: "v1.3.10-eksbuild.3",
        ...overwrite,
      },
      {
        clusterName: "production",
        addonName: "kube-proxy",
        addonVersion: "v1.35.3-eksbuild.29",
        ...overwrite,
      },
      {
        clusterName: "production",
        addonName: "vpc-cni",
        addonVersion: "v1.22.4-eksbuild.3",
        configurationValues: '{"env":{"ENABLE_PREFIX_DELEGATION":"true","WARM_PREFIX_TARGET":"1"}}',
        ...overwrite,
      },
    ]);
  });

  it("installs the add-ons that need a node, and their controllers tolerate the taint of the system nodes", async () => {
    assert.deepEqual(await addons(addonsAfterNodes(false)), [
      {
        clusterName: "production",
        addonName: "aws-ebs-csi-driver",
        addonVersion: "v1.66.0-eksbuild.1",
        configurationValues:
          '{"controller":{"tolerations":[{"key":"CriticalAddonsOnly","operator":"Exists"}]},"defaultStorageClass":{"enabled":true}}',
        serviceAccountRoleArn: "arn:aws:iam::123456789012:role/ebs",
        ...overwrite,
      },
      {
        clusterName: "production",
        addonName: "coredns",
        addonVersion: "v1.13.2-eksbuild.31",
        configurationValues: '{"tolerations":[{"key":"CriticalAddonsOnly","operator":"Exists"}]}',
        ...overwrite,
      },
      {
        clusterName: "production",
        addonName: "metrics-server",
        addonVersion: "v0.8.1-eksbuild.10",
        configurationValues: '{"tolerations":[{"key":"CriticalAddonsOnly","operator":"Exists"}]}',
        ...overwrite,
      },
    ]);
  });

  // The keys are those of charts/configuration.schema.json in aws/eks-node-monitoring-agent v1.7.0, which allows no
  // others. The first three expressions repeat the chart's values.yaml, because an affinity replaces the chart's.
  it("keeps the monitoring agent off training nodes, and turns off its checks of NVIDIA GPUs", async () => {
    const [agent, ...others] = await addons(["eks-node-monitoring-agent"]);
    assert.deepEqual(others, []);
    assert.equal(agent?.["addonVersion"], "v1.7.0-eksbuild.1");
    assert.deepEqual(JSON.parse(agent["configurationValues"] as string), {
      nodeAgent: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: "eks.amazonaws.com/compute-type",
                      operator: "NotIn",
                      values: ["fargate", "auto", "hybrid"],
                    },
                    {
                      key: "sagemaker.amazonaws.com/compute-type",
                      operator: "NotIn",
                      values: ["hyperpod"],
                    },
                    { key: "kubernetes.io/arch", operator: "In", values: ["amd64", "arm64"] },
                    { key: "workload", operator: "NotIn", values: ["training"] },
                  ],
                },
              ],
            },
          },
        },
        monitors: { nvidia: { enabled: false } },
      },
      dcgmAgent: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    {
                      key: "karpenter.k8s.aws/instance-gpu-manufacturer",
                      operator: "Exists",
                    },
                    {
                      key: "karpenter.k8s.aws/instance-gpu-manufacturer",
                      operator: "DoesNotExist",
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    });
  });
});
