import { fieldAt } from "./fields";
import { jobPods, wholeNumberAt } from "./pod-counts";
import type { PodGroup } from "./pod-group";

/** Kinds whose manifests describe sets of pods that start together. */
export const setKinds: readonly string[] = ["LeaderWorkerSet", "JobSet"];

/**
 * The leaders and workers of a LeaderWorkerSet, or the jobs of a JobSet. Other kinds of manifests have none, and so has a part
 * with 0 pods or without a template.
 *
 * https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/
 * https://jobset.sigs.k8s.io/docs/reference/jobset.v1alpha2/
 */
export function setGroups(kind: string, manifest: unknown): readonly PodGroup[] {
  const groups =
    kind === "LeaderWorkerSet"
      ? leaderWorkerGroups(manifest)
      : kind === "JobSet"
        ? jobGroups(manifest)
        : [];
  return groups.filter(({ pod, count }) => pod !== undefined && count > 0);
}

/** Each replica has a leader, and as many workers as its size leaves. Without a template of its own a leader is like a worker. */
function leaderWorkerGroups(manifest: unknown): readonly PodGroup[] {
  const replicas = wholeNumberAt(manifest, ["spec", "replicas"]) ?? 1;
  const template = fieldAt(manifest, ["spec", "leaderWorkerTemplate"]);
  const size = wholeNumberAt(template, ["size"]) ?? 1;
  const worker = fieldAt(template, ["workerTemplate"]);
  const leader = fieldAt(template, ["leaderTemplate"]);
  if (leader === undefined) return [{ name: "pods", pod: worker, count: replicas * size }];
  return [
    { name: "leaders", pod: leader, count: replicas },
    { name: "workers", pod: worker, count: replicas * Math.max(0, size - 1) },
  ];
}

function jobGroups(manifest: unknown): readonly PodGroup[] {
  const jobs = fieldAt(manifest, ["spec", "replicatedJobs"]);
  return (Array.isArray(jobs) ? (jobs as readonly unknown[]) : []).map((job, index) => {
    const name = fieldAt(job, ["name"]);
    const spec = fieldAt(job, ["template", "spec"]);
    return {
      name: `job ${typeof name === "string" ? name : index + 1}`,
      pod: fieldAt(spec, ["template"]),
      count: (wholeNumberAt(job, ["replicas"]) ?? 1) * jobPods(spec),
    };
  });
}
