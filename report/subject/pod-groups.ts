import type { Workload } from "./workload";
import { workloadLabelKey } from "../../scheduling/requirements/labels";
import { fieldAt } from "./fields";
import { jobPods, wholeNumberAt } from "./pod-counts";
import type { PodGroup } from "./pod-group";
import { rayGroups, rayKinds } from "./ray-groups";
import { setGroups, setKinds } from "./set-groups";
import type { SourceManifest } from "./source-manifest";

/** The kinds whose manifests ask for one kind of pods: where each has its pod, and how many run at the same time. */
const podPlaces: Readonly<
  Record<string, { readonly pod: readonly string[]; readonly count: (manifest: unknown) => number }>
> = {
  Pod: { pod: [], count: () => 1 },
  Deployment: { pod: ["spec", "template"], count: replicasOf },
  StatefulSet: { pod: ["spec", "template"], count: replicasOf },
  ReplicaSet: { pod: ["spec", "template"], count: replicasOf },
  Job: {
    pod: ["spec", "template"],
    count: (manifest) => jobPods(fieldAt(manifest, ["spec"])),
  },
  CronJob: {
    pod: ["spec", "jobTemplate", "spec", "template"],
    count: (manifest) => jobPods(fieldAt(manifest, ["spec", "jobTemplate", "spec"])),
  },
};

/** The kinds that can be placed. */
export const workloadKinds: readonly string[] = [
  ...Object.keys(podPlaces),
  ...rayKinds,
  ...setKinds,
];

/** More pods than this do not change the order of the pools, and take longer. */
const mostPods = 200;

/** The pods that the manifests ask for. A manifest without a pod, or with 0 replicas, asks for none. */
export function workloadsOf(manifests: readonly SourceManifest[]): readonly Workload[] {
  return manifests.flatMap((source): readonly Workload[] => {
    const { kind, name, manifest } = source;
    const groups: readonly PodGroup[] = [
      ...rayGroups(kind, manifest),
      ...setGroups(kind, manifest),
    ];
    if (groups.length > 0) {
      return groups.map((group) =>
        workloadOf(source, `${kind} ${name}, ${group.name}`, group.pod, group.count),
      );
    }
    const place = podPlaces[kind];
    const pod = place === undefined ? undefined : fieldAt(manifest, place.pod);
    const count = place?.count(manifest) ?? 0;
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
    ...(count > mostPods ? { declared: count } : {}),
    pod,
    source,
    ...(typeof wanted === "string" ? { workloadClass: wanted } : {}),
  };
}

/** The default of Kubernetes is 1. */
function replicasOf(manifest: unknown): number {
  return wholeNumberAt(manifest, ["spec", "replicas"]) ?? 1;
}
