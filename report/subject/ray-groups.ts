import { fieldAt } from "./fields";
import type { PodGroup } from "./pod-group";

/**
 * Where each kind of KubeRay describes the cluster.
 * https://docs.ray.io/en/latest/cluster/kubernetes/index.html
 */
const clusterPlaces: Readonly<Record<string, readonly string[]>> = {
  RayCluster: ["spec"],
  RayService: ["spec", "rayClusterConfig"],
  RayJob: ["spec", "rayClusterSpec"],
};

export const rayKinds: readonly string[] = Object.keys(clusterPlaces);

/**
 * The head and the worker groups of a Ray cluster. Other kinds of manifests have none, and a group without a template
 * is left out. A group with 0 replicas counts as one pod, because Ray's autoscaler starts it when needed.
 */
export function rayGroups(kind: string, manifest: unknown): readonly PodGroup[] {
  const place = clusterPlaces[kind];
  const cluster = place === undefined ? undefined : fieldAt(manifest, place);
  const head = fieldAt(cluster, ["headGroupSpec", "template"]);
  const workers = fieldAt(cluster, ["workerGroupSpecs"]);
  const groups = [
    { name: "head", pod: head, count: 1 },
    ...(Array.isArray(workers) ? (workers as readonly unknown[]) : []).map(workerGroup),
  ];
  return groups.filter(({ pod }) => pod !== undefined);
}

function workerGroup(group: unknown, index: number): PodGroup {
  const name = fieldAt(group, ["groupName"]);
  const count = wholeAt(group, "replicas") * wholeAt(group, "numOfHosts");
  return {
    name: `worker group ${typeof name === "string" ? name : index + 1}`,
    pod: fieldAt(group, ["template"]),
    count,
  };
}

function wholeAt(group: unknown, field: string): number {
  const count = fieldAt(group, [field]);
  return typeof count === "number" && Number.isInteger(count) && count > 0 ? count : 1;
}
