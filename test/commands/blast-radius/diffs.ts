/**
 * What people change in a program that is deployed, with the verdict that a pull request must get. The verdicts were written
 * before the gate. The engine makes the plans: engine.test.ts.
 *
 * A change is stopped when nodes would be drained outside of their budgets, or when instances would go on without anything
 * that manages them.
 */
import { inc } from "semver";

import { karpenterVersion } from "../../../scheduling/karpenter/karpenter-version";
import type { PlatformConfig } from "../../../infra/config/schema";
import type { ProgramChange } from "../../support/planned-steps";
import type { SmallFleet } from "./small-fleet";

export interface Verdict {
  /** What stops the change, as `<effect> <name>`; one for each cause. */
  readonly stops: readonly string[];
  /** NodePools whose nodes drift: Karpenter replaces them within their budgets. */
  readonly drifts?: readonly string[];
}

export type Diff<C> = readonly [title: string, change: C, verdict: Verdict];

const passes: Verdict = { stops: [] };

const nodePool = (name: string) => `kubernetes:karpenter.sh/v1:NodePool ${name}-node-pool`;
const nodeClass = (name: string) =>
  `kubernetes:karpenter.k8s.aws/v1:EC2NodeClass node-class-${name}-ec2-node-class`;
const release = (name: string) => `kubernetes:helm.sh/v3:Release ${name}-release`;
const gpuChain = ["gpu-tier1-g5-spot", "gpu-tier2-g4dn-spot", "gpu-tier3-g5-ondemand"];

type Tiers = PlatformConfig["tiers"];

const withTiers = (tiers: Tiers): ProgramChange => ({
  config: (config) => ({ ...config, tiers: { ...config.tiers, ...tiers } }),
});

/** The settings of tiers that the deployed program has, with more of them. */
const changedTier = (name: keyof Tiers, settings: Tiers[keyof Tiers]): ProgramChange => ({
  config: (config) => ({
    ...config,
    tiers: { ...config.tiers, [name]: { ...config.tiers[name], ...settings } },
  }),
});

const withoutTier = (name: keyof Tiers): ProgramChange => ({
  config: (config) => {
    const rest = { ...config.tiers };
    delete rest[name];
    return { ...config, tiers: rest };
  },
});

const withVersions = (versions: Partial<PlatformConfig["versions"]>): ProgramChange => ({
  config: (config) => ({ ...config, versions: { ...config.versions, ...versions } }),
});

const inputs = (title: string, change: Readonly<Record<string, unknown>>): ProgramChange => ({
  inputs: { [title]: () => change },
});

/** What the platform deploys before each change: the fixture stack with protection of its training pools alone,
 * and with a static pool of four nodes. */
export const deployed: ProgramChange = {
  config: (config) => ({
    ...config,
    protect: false,
    tiers: {
      ...config.tiers,
      "gpu-training": { ...config.tiers["gpu-training"], protect: true },
      "gpu-training-protected": { ...config.tiers["gpu-training-protected"], protect: true },
      "gpu-inference-b": { families: ["g6"], sizes: ["xlarge"], replicas: 4, limits: { nodes: 5 } },
    },
  }),
};

/** Changes of this project's program. */
export const platformDiffs: readonly Diff<ProgramChange>[] = [
  // Stopped.
  ["a tier is removed", withoutTier("gpu-tier1-g5-spot"), { stops: ["drains gpu-tier1-g5-spot"] }],
  ["a Trainium tier is removed", withoutTier("trainium-trn1"), { stops: ["drains trainium-trn1"] }],
  [
    "a tier without accelerators is removed",
    withoutTier("multi-arch"),
    { stops: ["drains multi-arch"] },
  ],
  [
    "a NodePool gets another name in the cluster",
    inputs(nodePool("gpu-inference"), { metadata: { name: "renamed" } }),
    { stops: ["drains gpu-inference"] },
  ],
  [
    "a node class gets another name in the cluster",
    inputs(nodeClass("inferentia-nodes"), { metadata: { name: "renamed" } }),
    { stops: ["orphans inferentia-nodes"] },
  ],
  [
    "the release of Karpenter's CRDs is renamed",
    inputs(release("karpenter-crd"), { name: "karpenter-crds" }),
    { stops: ["drains karpenter-crd"] },
  ],
  [
    "the release of Karpenter's CRDs moves to another namespace",
    inputs(release("karpenter-crd"), { namespace: "default" }),
    { stops: ["drains karpenter-crd"] },
  ],
  [
    "Karpenter's release is renamed",
    inputs(release("karpenter"), { name: "karpenter-2" }),
    { stops: ["orphans karpenter"] },
  ],
  [
    "the role of the nodes is renamed",
    inputs("aws:iam/role:Role karpenter-node-role", { name: "other-nodes" }),
    { stops: ["orphans karpenter-node-role"] },
  ],
  [
    "the access entry of the nodes gets another type",
    inputs("aws:eks/accessEntry:AccessEntry karpenter-node-access-entry", { type: "EC2" }),
    { stops: ["orphans karpenter-node-access-entry"] },
  ],
  [
    "a static pool gets fewer nodes",
    changedTier("gpu-inference-b", { replicas: 2 }),
    { stops: ["drains gpu-inference-b"] },
  ],
  [
    "a static pool gets no nodes",
    changedTier("gpu-inference-b", { replicas: 0 }),
    { stops: ["drains gpu-inference-b"] },
  ],
  [
    "a limit changes, and the pool is replaced on changes of it",
    {
      ...changedTier("gpu-inference", { limits: { "nvidia.com/gpu": 7 } }),
      options: { [nodePool("gpu-inference")]: () => ({ replaceOnChanges: ["spec"] }) },
    },
    { stops: ["drains gpu-inference"] },
  ],
  [
    "a NodePool is deleted before its replacement",
    {
      ...inputs(nodePool("inferentia"), { metadata: { name: "renamed" } }),
      options: { [nodePool("inferentia")]: () => ({ deleteBeforeReplace: true }) },
    },
    { stops: ["drains inferentia"] },
  ],
  [
    "a zone leaves the network and the tiers at once",
    { config: (config) => ({ ...config, network: withoutThirdZone(config.network) }) },
    { stops: ["orphans subnets"] },
  ],
  [
    "the pods lose one of their ranges",
    {
      config: (config) => ({
        ...config,
        network: { ...config.network, podCidrs: ["100.64.0.0/16"] },
      }),
    },
    { stops: ["orphans subnets"] },
  ],
  [
    "a training pool opens without protection",
    withTiers({ "gpu-training-protected-b": { gpus: ["h100"] } }),
    { stops: ["unprotected gpu-training-protected-b"] },
  ],
  // Passing.
  ["a limit is raised", changedTier("gpu-inference", { limits: { "nvidia.com/gpu": 80 } }), passes],
  ["a limit is lowered", changedTier("gpu-inference", { limits: { "nvidia.com/gpu": 1 } }), passes],
  ["a weight changes", changedTier("multi-arch", { weight: 7 }), passes],
  ["a tier is retired", changedTier("gpu-tier1-g5-spot", { retired: true }), passes],
  [
    "a tier gets another class of GPU",
    changedTier("gpu-inference", { gpus: ["l4"] }),
    { stops: [], drifts: ["gpu-inference"] },
  ],
  [
    "a training tier moves to another class of GPU in its other slot",
    withTiers({
      "gpu-training": { gpus: ["h100"], retired: true, protect: true },
      "gpu-training-b": { gpus: ["h200"], weight: 95, protect: true },
    }),
    passes,
  ],
  ["a tier is added", withTiers({ "gpu-spot-inference": {} }), passes],
  ["the other slot of a tier opens", withTiers({ "multi-arch-b": { weight: 33 } }), passes],
  [
    "a tier's nodes get another label",
    changedTier("inferentia", { labels: { "example.com/team": "search" } }),
    { stops: [], drifts: ["inferentia"] },
  ],
  [
    "a static pool gets more nodes",
    changedTier("gpu-inference-b", { replicas: 5, limits: { nodes: 6 } }),
    passes,
  ],
  [
    "the AMI pin changes",
    withVersions({ amiAlias: "al2023@v20270101" }),
    { stops: [], drifts: ["every pool"] },
  ],
  [
    "the volume of a node class grows",
    {
      config: (config) => ({
        ...config,
        nodeClasses: { "gpu-optimized": { volume: { sizeGiB: 300 } } },
      }),
    },
    { stops: [], drifts: ["gpu-inference", ...gpuChain] },
  ],
  [
    "every chart gets a new version",
    withVersions({
      karpenter: inc(karpenterVersion, "patch") ?? "",
      gpuOperator: "v26.7.1",
      neuron: "1.9.1",
    }),
    passes,
  ],
  [
    "the release of the Neuron device plug-in moves to another namespace",
    inputs(release("neuron"), { namespace: "default" }),
    passes,
  ],
  [
    "a zone is added",
    {
      config: (config) => ({
        ...config,
        network: {
          ...config.network,
          controlPlaneZones: config.network.zones,
          zones: [...config.network.zones, "us-east-1d"],
        },
      }),
    },
    passes,
  ],
  [
    "a tag changes",
    { config: (config) => ({ ...config, tags: { ...config.tags, "cost-center": "research" } }) },
    { stops: [], drifts: ["every pool"] },
  ],
  [
    "an add-on gets a new version",
    {
      config: (config) => ({
        ...config,
        versions: {
          ...config.versions,
          addons: Object.assign({}, config.versions.addons, { coredns: "v1.13.3-eksbuild.1" }),
        },
      }),
    },
    passes,
  ],
];

/** Refactorings of a program that uses none of our components. */
export const smallDiffs: readonly Diff<SmallFleet>[] = [
  // Stopped.
  ["the cluster gets another name", { cluster: "other" }, { stops: ["drains platform"] }],
  [
    "the provider's kubeconfig names another cluster",
    { server: "https://other.example" },
    { stops: ["drains cluster"] },
  ],
  [
    "a NodePool's resource is renamed without an alias",
    { pool: "accelerators" },
    { stops: ["drains gpus"] },
  ],
  [
    "a NodePool's resource is renamed with the alias of another name",
    { pool: "accelerators", poolOptions: { aliases: [{ name: "gpu" }] } },
    { stops: ["drains gpus"] },
  ],
  [
    "a NodePool moves into a component without an alias",
    { parent: "pools" },
    { stops: ["drains gpus"] },
  ],
  ["a NodePool leaves the program", { without: ["node pool"] }, { stops: ["drains gpus"] }],
  [
    "the policy of the nodes is detached from their role",
    { without: ["attachment"] },
    { stops: ["orphans nodes-worker"] },
  ],
  [
    "the attachment of the nodes' policy is renamed without an alias",
    { attachment: "nodes-policy" },
    { stops: ["orphans nodes-worker"] },
  ],
  [
    "the access entry of the nodes is deleted",
    { without: ["access entry"] },
    { stops: ["orphans nodes"] },
  ],
  [
    "the key of the volumes is deleted",
    { without: ["volume key"] },
    { stops: ["orphans volumes"] },
  ],
  ["the GPUs' node group is deleted", { without: ["gpu nodes"] }, { stops: ["drains gpu-nodes"] }],
  [
    "the GPUs' node group gets another instance type",
    { gpuNodes: { types: ["p4d.24xlarge"] } },
    { stops: ["drains gpu-nodes"] },
  ],
  [
    "the GPUs' node group may have fewer nodes",
    { gpuNodes: { most: 2 } },
    { stops: ["drains gpu-nodes"] },
  ],
  // Passing.
  ["nothing changes", {}, passes],
  // The engine compares the configurations of both providers, and they lead to the same cluster.
  ["the Kubernetes provider's resource is renamed without an alias", { provider: "eks" }, passes],
  [
    "a NodePool's resource is renamed with an alias",
    { pool: "accelerators", poolOptions: { aliases: [{ name: "gpus" }] } },
    passes,
  ],
  [
    "a NodePool moves into a component with an alias",
    { parent: "pools", poolOptions: { aliases: [{ parent: undefined }] } },
    passes,
  ],
  [
    "the Kubernetes provider's resource is renamed with an alias",
    { provider: "eks", providerOptions: { aliases: [{ name: "cluster" }] } },
    passes,
  ],
  ["a NodePool becomes protected", { poolOptions: { protect: true } }, passes],
  ["a limit is raised", { limits: { "nvidia.com/gpu": 32 } }, passes],
  ["the GPUs' node group may have more nodes", { gpuNodes: { most: 8 } }, passes],
];

function withoutThirdZone(network: PlatformConfig["network"]): PlatformConfig["network"] {
  return {
    ...network,
    controlPlaneZones: network.controlPlaneZones ?? network.zones,
    zones: network.zones.slice(0, 2),
  };
}
