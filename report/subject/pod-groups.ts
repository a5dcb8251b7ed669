import type { Workload } from "./workload";
import { workloadLabelKey } from "../../scheduling/requirements/labels";
import { fieldAt } from "./fields";
import { rayGroups, rayKinds } from "./ray-groups";
import type { SourceManifest } from "./source-manifest";

/** The kinds whose manifests ask for pods: where each has its pod, and where the number of pods. */
const podPlaces: Readonly<
  Record<string, { readonly pod: readonly string[]; readonly count?: readonly string[] }>
> = {
  Pod: { pod: [] },
  Deployment: { pod: ["spec", "template"], count: ["spec", "replicas"] },
  StatefulSet: { pod: ["spec", "template"], count: ["spec", "replicas"] },
  ReplicaSet: { pod: ["spec", "template"], count: ["spec", "replicas"] },
  Job: { pod: ["spec", "template"], count: ["spec", "parallelism"] },
  CronJob: {
    pod: ["spec", "jobTemplate", "spec", "template"],
    count: ["spec", "jobTemplate", "spec", "parallelism"],
  },
};

/** The kinds that can be placed. */
export const workloadKinds: readonly string[] = [...Object.keys(podPlaces), ...rayKinds];

/** More pods than this do not change the order of the pools, and take longer. */
const mostPods = 200;

/** The pods that the manifests ask for. A manifest without a pod, or with 0 replicas, asks for none. */
export function workloadsOf(manifests: readonly SourceManifest[]): readonly Workload[] {
  return manifests.flatMap((source): readonly Workload[] => {
    const { kind, name, manifest } = source;
    const groups = rayGroups(kind, manifest);
    if (groups.length > 0) {
      return groups.map((group) =>
        workloadOf(source, `${kind} ${name}, ${group.name}`, group.pod, group.count),
      );
    }
    const place = podPlaces[kind];
    const pod = place === undefined ? undefined : fieldAt(manifest, place.pod);
    const count = place?.count === undefined ? 1 : countAt(manifest, place.count);
    return pod === undefined || count === 0
      ? []
      : [workloadOf(source, `${kind} ${name}`, pod, count)];
  });
}

function workloadOf(source: SourceManifest, name: string, pod: unknown, count: number): Workload {
  const wanted = fieldAt(pod, ["spec", "nodeSelector", workloadLabelKey]);
  return {
    name,
    count: Math.min(count, mostPods),
    pod,
    source,
    ...(typeof wanted === "string" ? { workloadClass: wanted } : {}),
  };
}

/** The default of Kubernetes is 1. */
function countAt(manifest: unknown, path: readonly string[]): number {
  const count = fieldAt(manifest, path);
  return typeof count === "number" && Number.isInteger(count) && count >= 0 ? count : 1;
}
