import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";
import { after, before, describe, it } from "mocha";
import { inc } from "semver";

import type { PlatformConfig } from "../../../infra/config/schema";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { productionStack } from "../../support/engine";
import { openEngine, type OpenEngine } from "../../support/open-engine";
import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";
import type { ProgramChange } from "../../support/planned-steps";
import { stackConfig } from "../../support/stack-values";

const provider = "pulumi:providers:kubernetes kubernetes";
const release = "kubernetes:helm.sh/v3:Release";
const nodePool = "kubernetes:karpenter.sh/v1:NodePool";
const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const { tiers, nodeClasses } = platformSpec(stackConfig(productionStack));

/** Changes that often happen, with the whole plan that each may lead to. */
const harmless: readonly (readonly [string, ProgramChange, readonly string[]])[] = [
  [
    "the kubeconfig's text: another certificate and another address of the API server",
    {
      inputs: {
        [provider]: withCluster({
          server: "https://elsewhere.example",
          "certificate-authority-data": "bmV3",
        }),
      },
    },
    [`update ${provider}`],
  ],
  [
    "a proxy URL in the kubeconfig",
    { inputs: { [provider]: withCluster({ "proxy-url": "http://proxy.example:3128" }) } },
    [`update ${provider}`],
  ],
  [
    "the arguments of `aws eks get-token`",
    {
      inputs: {
        "eks:index:Cluster cluster": () => ({
          providerCredentialOpts: { roleArn: "arn:aws:iam::123456789012:role/deployer" },
        }),
      },
    },
    [
      "update eks:index:Cluster cluster",
      // Inputs of the component itself. No resource is made from them.
      "update pulumi:providers:kubernetes cluster-eks-k8s",
      `update ${provider}`,
    ],
  ],
  [
    "the versions of every chart",
    withVersions({
      karpenter: inc(karpenterVersion, "patch") ?? "",
      gpuOperator: "v26.7.1",
      neuron: "1.9.1",
    }),
    [
      `update ${release} gpu-operator-release`,
      `update ${release} karpenter-crd-release`,
      `update ${release} karpenter-release`,
      `update ${release} neuron-release`,
    ],
  ],
  [
    "the AMI pin",
    withVersions({ amiAlias: "al2023@v20270101" }),
    nodeClasses.map(({ name }) => `update ${nodeClass} node-class-${name}-ec2-node-class`),
  ],
  [
    "limits of one tier, the weight of a second, the window of a third and a label of a fourth",
    {
      config: (config) => ({
        ...config,
        tiers: {
          ...config.tiers,
          "gpu-inference": { ...config.tiers["gpu-inference"], limits: { "nvidia.com/gpu": 7 } },
          "multi-arch": { ...config.tiers["multi-arch"], weight: 7 },
          "gpu-training-protected": {
            ...config.tiers["gpu-training-protected"],
            maintenanceWindow: { days: ["WED"], start: "03:00", length: "5h" },
          },
          inferentia: { ...config.tiers.inferentia, labels: { "example.com/team": "search" } },
        },
      }),
    },
    ["gpu-inference", "gpu-training-protected", "inferentia", "multi-arch"].map(
      (pool) => `update ${nodePool} ${pool}-node-pool`,
    ),
  ],
];

const proxyWithoutIdentifier: ProgramChange = {
  inputs: {
    [provider]: (inputs) => ({
      ...withCluster({ "proxy-url": "http://proxy.example:3128" })(inputs),
      clusterIdentifier: undefined,
    }),
  },
};

/** Changes that replace resources. They show that the stand-ins can replace, which the tests above depend on. */
const harmful: readonly (readonly [string, ProgramChange, readonly string[]])[] = [
  [
    "a provider without clusterIdentifier whose kubeconfig gains a proxy, and everything in it",
    proxyWithoutIdentifier,
    [
      provider,
      ...["gpu-operator", "karpenter-crd", "karpenter", "neuron"].map(
        (name) => `${release} ${name}-release`,
      ),
      "kubernetes:core/v1:Namespace gpu-operator-namespace",
      ...nodeClasses.map(({ name }) => `${nodeClass} node-class-${name}-ec2-node-class`),
      ...tiers.map(({ name }) => `${nodePool} ${name}-node-pool`),
    ],
  ],
  [
    "a NodePool and a release that get another name and a release that moves, and nothing else",
    {
      inputs: {
        [`${nodePool} gpu-training-node-pool`]: () => ({ metadata: { name: "renamed" } }),
        [`${release} karpenter-crd-release`]: () => ({ name: "karpenter-crds" }),
        [`${release} neuron-release`]: () => ({ namespace: "default" }),
      },
    },
    [
      `${nodePool} gpu-training-node-pool`,
      `${release} karpenter-crd-release`,
      `${release} neuron-release`,
    ],
  ],
];

describe("the engine's plan for production-us-east-1, once it is deployed", function () {
  this.timeout(300_000);
  let engine: OpenEngine;
  before(async () => {
    engine = await openEngine(productionStack);
    await engine.deploy({});
  });
  after(() => engine.close());
  const plan = (change: ProgramChange) => engine.plan(change);

  for (const [title, change, steps] of harmless) {
    it(`only updates in place after a change of ${title}`, async () => {
      assert.deepEqual(await plan(change), [...steps].sort());
    });
  }

  it("is refused, with every protected resource, when the provider would be replaced", async () => {
    await assert.rejects(plan(proxyWithoutIdentifier), ({ message }: Error) => {
      const refused = [...message.matchAll(/^error: (\S+ \S+): unable to replace resource/gm)];
      assert.deepEqual(
        refused.map(([, title]) => title).sort(),
        [
          `${release} karpenter-crd-release`,
          `${release} karpenter-release`,
          ...tiers.map(({ name }) => `${nodePool} ${name}-node-pool`),
        ].sort(),
      );
      return true;
    });
  });

  describe("and unprotected", () => {
    const unprotected = (config: PlatformConfig): PlatformConfig => ({ ...config, protect: false });
    before(() => engine.deploy({ config: unprotected }));

    for (const [title, change, replaced] of harmful) {
      it(`replaces ${title}`, async () => {
        const steps = await plan({ ...change, config: unprotected });
        const expected = replaced.flatMap((one) =>
          ["create-replacement", "delete-replaced", "replace"].map((step) => `${step} ${one}`),
        );
        assert.deepEqual(
          steps.filter((step) => !step.startsWith("update ")),
          expected.sort(),
        );
      });
    }

    it("deletes only the NodePool of a tier that is removed from the stack", async () => {
      const config = (all: PlatformConfig): PlatformConfig => {
        const rest = { ...all.tiers };
        delete rest["gpu-tier1-g5-spot"];
        return { ...unprotected(all), tiers: rest };
      };
      const steps = await plan({ config });
      assert.deepEqual(
        steps.filter((step) => !step.startsWith("update ")),
        [
          "delete accelerator-platform:node-pools:NodePoolTier gpu-tier1-g5-spot",
          `delete ${nodePool} gpu-tier1-g5-spot-node-pool`,
        ],
      );
    });
  });
});

function withVersions(versions: Partial<PlatformConfig["versions"]>): ProgramChange {
  return { config: (config) => ({ ...config, versions: { ...config.versions, ...versions } }) };
}

/** The provider's inputs with more fields in the cluster entry of its kubeconfig. */
function withCluster(more: Readonly<Record<string, string>>) {
  return ({ kubeconfig }: Readonly<Record<string, unknown>>) => ({
    kubeconfig: pulumi.output(kubeconfig as pulumi.Input<string>).apply((text) => {
      const content = JSON.parse(text) as { clusters: [{ cluster: Record<string, string> }] };
      Object.assign(content.clusters[0].cluster, more);
      return JSON.stringify(content);
    }),
  });
}
