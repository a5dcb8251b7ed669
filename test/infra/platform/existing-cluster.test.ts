import assert from "node:assert/strict";
import path from "node:path";

import { before, describe, it } from "mocha";

import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";
import type { PlatformConfig } from "../../../infra/config/schema";
import { readStackFile } from "../../../infra/checks/read-stack-file";
import { createPlatform } from "../../../infra/platform/platform";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { answerTo } from "../../../commands/check/invoke-mocks";
import { unknownChartKeys } from "../../support/chart-keys";
import { cloudOutputs } from "../../support/cloud-outputs";
import { outlastedBy } from "../../support/dependency-graph";
import {
  nameOf,
  registeredResources,
  type RegisteredResource,
  theResource,
} from "../../support/registered-resources";

const file = path.join(__dirname, "../../fixtures/stacks/Pulumi.dev-us-east-1.yaml");

function config(): PlatformConfig {
  const read = readStackFile(file);
  assert.ok(read.config, JSON.stringify(read.faults));
  return read.config;
}

/** What the program registers for the stack that adopts a cluster, as at a first preview; `changes` go over it. */
function resourcesWith(
  changes: Partial<PlatformConfig> = {},
): Promise<readonly RegisteredResource[]> {
  const spec = platformSpec({ ...config(), ...changes });
  return registeredResources(() => createPlatform(spec), {
    preview: true,
    stateOf: cloudOutputs,
    answerTo: ({ token, inputs }) =>
      answerTo(token, inputs as Record<string, unknown>, {
        "accelerator-platform:versions": JSON.stringify(spec.config.versions),
      }),
  });
}

const offKarpenterNodes = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: "karpenter.sh/nodepool", operator: "DoesNotExist" }] },
      ],
    },
  },
};

describe("createPlatform with an existing cluster", () => {
  let resources: readonly RegisteredResource[];
  before(async () => {
    resources = await resourcesWith();
  });

  const values = (name: string) =>
    theResource(resources, name).inputs["values"] as Readonly<Record<string, unknown>>;
  const types = (from = resources) => [...new Set(from.map(({ type }) => type))].sort();

  it("creates no network, control plane, add-ons or system nodes", () => {
    assert.deepEqual(types(), [
      "accelerator-platform:gpu-operator:GpuOperator",
      "accelerator-platform:karpenter:ControllerRole",
      "accelerator-platform:karpenter:InterruptionQueue",
      "accelerator-platform:karpenter:Karpenter",
      "accelerator-platform:karpenter:NodeRole",
      "accelerator-platform:neuron:NeuronDevicePlugin",
      "accelerator-platform:node-pools:NodeClass",
      "accelerator-platform:node-pools:NodePoolTier",
      "aws:cloudwatch/eventRule:EventRule",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:eks/accessEntry:AccessEntry",
      "aws:iam/policy:Policy",
      "aws:iam/role:Role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:sqs/queue:Queue",
      "aws:sqs/queuePolicy:QueuePolicy",
      "kubernetes:core/v1:Namespace",
      "kubernetes:helm.sh/v3:Release",
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass",
      "kubernetes:karpenter.sh/v1:NodePool",
      "pulumi:providers:aws",
      "pulumi:providers:kubernetes",
    ]);
  });

  it("finds subnets and security groups by the discovery tag, without a tag of a network that the stack creates", () => {
    const byTag = [{ tags: { "karpenter.sh/discovery": "Research_1" } }];
    for (const { inputs } of resources.filter(({ type }) => type.endsWith(":EC2NodeClass"))) {
      const spec = inputs["spec"] as Record<string, unknown>;
      assert.deepEqual(spec["subnetSelectorTerms"], byTag);
      assert.deepEqual(spec["securityGroupSelectorTerms"], byTag);
      assert.equal(spec["role"], "KarpenterNodeRole-Research_1");
    }
  });

  it("runs Karpenter and the operator on every node that Karpenter did not launch", () => {
    const critical = { key: "CriticalAddonsOnly", operator: "Exists" };
    const karpenter = values("karpenter-release");
    assert.deepEqual(karpenter["nodeSelector"], { "kubernetes.io/os": "linux" });
    assert.deepEqual(karpenter["tolerations"], [critical]);
    // The chart's own affinity keeps it off Karpenter's nodes, and stays.
    assert.equal(karpenter["affinity"], undefined);
    const { operator, "node-feature-discovery": discovery } = values("gpu-operator-release");
    const { master, gc } = discovery as Record<string, Record<string, unknown>>;
    for (const controller of [operator as Record<string, unknown>, master, gc]) {
      assert.deepEqual(controller?.["nodeSelector"], { "kubernetes.io/os": "linux" });
      assert.deepEqual(controller?.["affinity"], offKarpenterNodes);
      assert.ok(JSON.stringify(controller?.["tolerations"]).includes(JSON.stringify(critical)));
    }
    assert.deepEqual(unknownChartKeys("gpu-operator-v26.7.0", values("gpu-operator-release")), []);
    assert.deepEqual(unknownChartKeys(`karpenter-${karpenterVersion}`, karpenter), []);
  });

  it("uses the same cluster identifier as for a new cluster", () => {
    const { inputs } = theResource(resources, "kubernetes");
    assert.equal(inputs["clusterIdentifier"], "eks/us-east-1/Research_1");
    assert.match(String(inputs["kubeconfig"]), /"--cluster-name","Research_1"/);
  });

  it("has every value of the controller's trust policy at the first preview", () => {
    const role = theResource(resources, "karpenter-controller-role");
    assert.deepEqual(JSON.parse(String(role.inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            Federated:
              "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:aud": "sts.amazonaws.com",
              "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub":
                "system:serviceaccount:kube-system:karpenter",
            },
          },
        },
      ],
    });
  });

  it("gives the controller a Pod Identity association when the stack asks for it", async () => {
    const { karpenter } = config();
    const others = await resourcesWith({ karpenter: { ...karpenter, identity: "pod-identity" } });
    const { inputs } = theResource(others, "karpenter-controller-association");
    assert.equal(inputs["clusterName"], "Research_1");
    assert.deepEqual(
      types(others).filter((type) => !types().includes(type)),
      ["aws:eks/podIdentityAssociation:PodIdentityAssociation"],
    );
  });

  it("creates the key for volumes before Karpenter when the stack asks for it", async () => {
    const { cluster } = config();
    const others = await resourcesWith({ cluster: { ...cluster, volumeKey: "own" } });
    const keys = others.filter(({ type }) => type === "aws:kms/key:Key").map(nameOf);
    assert.equal(keys.length, 1);
    const outlasting = outlastedBy(others, theResource(others, "karpenter-crd-release"));
    assert.ok(keys.every((key) => outlasting.has(key)));
  });

  it("places controllers and nodes as the stack file says", async () => {
    const { cluster } = config();
    const others = await resourcesWith({
      cluster: {
        ...cluster,
        existing: {
          subnets: { ids: ["subnet-0a1b2c3d"] },
          securityGroups: { tags: { team: "research" } },
          controllers: {
            nodeSelector: { pool: "core" },
            tolerations: [{ key: "dedicated", operator: "Exists" }],
          },
          access: {},
        },
      },
    });
    const karpenter = theResource(others, "karpenter-release").inputs["values"] as Record<
      string,
      unknown
    >;
    assert.deepEqual(karpenter["nodeSelector"], { "kubernetes.io/os": "linux", pool: "core" });
    assert.deepEqual(karpenter["tolerations"], [{ key: "dedicated", operator: "Exists" }]);
    const [nodeClass] = others.filter(({ type }) => type.endsWith(":EC2NodeClass"));
    const spec = nodeClass?.inputs["spec"] as Record<string, unknown>;
    assert.deepEqual(spec["subnetSelectorTerms"], [{ id: "subnet-0a1b2c3d" }]);
    assert.deepEqual(spec["securityGroupSelectorTerms"], [{ tags: { team: "research" } }]);
  });
});
