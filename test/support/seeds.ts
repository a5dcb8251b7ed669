/**
 * The manifests of the documents that the product started from, in their original form, errors included:
 * test/fixtures/seeds/. Each file names its source. Every call reads anew, so that a test may change what it gets.
 */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse, parseAllDocuments } from "yaml";

import type { Workload } from "../../report/subject/workload";

const folder = path.resolve(__dirname, "../fixtures/seeds");

export type Manifest = Readonly<Record<string, unknown>>;

export const seedNodePoolNames = [
  "gpu-general",
  "gpu-inference",
  "gpu-spot-inference",
  "gpu-tier1-g5-spot",
  "gpu-tier2-g4dn-spot",
  "gpu-tier3-g5-ondemand",
  "gpu-training",
  "gpu-training-protected",
  "inferentia",
  "inferentia-inf2",
  "multi-arch",
  "trainium-trn1",
  "x86-cpu-karpenter",
] as const;
export type SeedNodePoolName = (typeof seedNodePoolNames)[number];

export const seedNodeClassNames = [
  "default",
  "gpu-optimized",
  "gpu-training",
  "inferentia-inf2",
  "inferentia-nodes",
  "trainium-trn1",
  "x86-cpu-karpenter",
] as const;
export type SeedNodeClassName = (typeof seedNodeClassNames)[number];

/** Pods of the seeds; a Ray service has a head and workers. */
export const seedWorkloadNames = [
  "distributed-training",
  "gpu-debug",
  "gpu-inference-server",
  "llm-inference",
  "long-training-job",
  "ray-llama2-head",
  "ray-llama2-inf2",
  "ray-mistral-head",
  "ray-mistral-worker-group",
  "training-job",
] as const;
export type SeedWorkloadName = (typeof seedWorkloadNames)[number];

/** The pools of the GPU guide, which one cluster has together. */
export const gpuGuidePoolNames: readonly SeedNodePoolName[] = [
  "gpu-general",
  "gpu-inference",
  "gpu-spot-inference",
  "gpu-tier1-g5-spot",
  "gpu-tier2-g4dn-spot",
  "gpu-tier3-g5-ondemand",
  "gpu-training",
  "gpu-training-protected",
  "inferentia",
  "multi-arch",
];

export function seedNodePool(name: SeedNodePoolName): Manifest {
  return onlyManifest("node-pools", `${name}.yaml`);
}

export function seedNodePools(
  names: readonly SeedNodePoolName[] = seedNodePoolNames,
): readonly Manifest[] {
  return names.map(seedNodePool);
}

export function seedNodeClass(name: SeedNodeClassName): Manifest {
  return onlyManifest("node-classes", `${name}.yaml`);
}

/** The block of section 7 that keeps GPU nodes undisturbed in business hours; no pool of the seeds has it. */
export function businessHoursDisruption(): Manifest {
  return onlyManifest("node-pools", "business-hours.fragment.yaml")["disruption"] as Manifest;
}

/** A pool with another part of `spec` in place of its own. */
export function withSpec(pool: Manifest, changes: Manifest): Manifest {
  return { ...pool, spec: { ...(pool["spec"] as Manifest), ...changes } };
}

/** Everything of a file, budgets and autoscalers included. */
export function seedManifests(kind: "workloads" | "monitoring", name: string): readonly Manifest[] {
  return documents(kind, `${name}.yaml`);
}

/** What `helm install` of the GPU Operator is told, as values. */
export function gpuOperatorValues(): Manifest {
  return onlyManifest("charts", "gpu-operator.values.yaml");
}

/** What a placement takes: pod template and number of pods. */
export function seedWorkloads(): readonly Workload[] {
  return filesOf("workloads")
    .flatMap((file) => documents("workloads", file).flatMap(workloadsOf))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function seedWorkload(name: SeedWorkloadName): Workload {
  const found = seedWorkloads().find((workload) => workload.name === name);
  if (found === undefined) throw new Error(`no workload of the seeds is called ${name}`);
  return found;
}

/** Names without ending, as the files of a folder have them. */
export function seedFileNames(
  kind: "node-pools" | "node-classes" | "workloads",
): readonly string[] {
  return filesOf(kind)
    .map((file) => file.replace(/\.yaml$/, ""))
    .sort();
}

function filesOf(kind: string): readonly string[] {
  return readdirSync(path.join(folder, kind));
}

function onlyManifest(kind: string, file: string): Manifest {
  return parse(readFileSync(path.join(folder, kind, file), "utf8")) as Manifest;
}

function documents(kind: string, file: string): readonly Manifest[] {
  const text = readFileSync(path.join(folder, kind, file), "utf8");
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

interface Kinds {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly template?: unknown;
    readonly rayClusterConfig?: RayCluster;
  };
}

interface RayCluster {
  readonly headGroupSpec: { readonly template: unknown };
  readonly workerGroupSpecs: readonly {
    readonly groupName: string;
    readonly replicas: number;
    readonly template: unknown;
  }[];
}

function workloadsOf(manifest: Manifest): readonly Workload[] {
  const { kind, metadata, spec } = manifest as unknown as Kinds;
  const { name } = metadata;
  switch (kind) {
    case "Pod":
      return [{ name, pod: manifest }];
    case "Deployment":
      return [{ name, count: spec.replicas ?? 1, pod: spec.template }];
    case "Job":
      return [{ name, count: spec.parallelism ?? 1, pod: spec.template }];
    case "RayService":
      return spec.rayClusterConfig === undefined ? [] : rayWorkloads(name, spec.rayClusterConfig);
    default:
      return [];
  }
}

function rayWorkloads(
  name: string,
  { headGroupSpec, workerGroupSpecs }: RayCluster,
): readonly Workload[] {
  return [
    { name: `ray-${name}-head`, pod: headGroupSpec.template },
    ...workerGroupSpecs.map(({ groupName, replicas, template }) => ({
      name: `ray-${name}-${groupName}`,
      count: replicas,
      pod: template,
    })),
  ];
}
