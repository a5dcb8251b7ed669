import type { TrapOccurrence } from "./model";
import type { CheckedPool } from "./subject/checked-pools";
import type { SourceManifest } from "./subject/source-manifest";
import type { Workload } from "./subject/workload";
import type { FoundTrap } from "./traps/find-traps";
import { trapsById } from "./traps/registry";

/** The traps with what to do, and with the file and line of the cause. */
export function located(
  found: readonly FoundTrap[],
  {
    pools,
    workloads,
  }: {
    readonly pools: readonly Pick<CheckedPool, "pool" | "source">[];
    readonly workloads: readonly Workload[];
  },
): readonly TrapOccurrence[] {
  const poolSources = new Map(pools.map(({ pool, source }) => [pool.name, source]));
  const workloadSources = new Map(workloads.map(({ name, source }) => [name, source]));
  return found.map(({ id, pool, workload, text, fix }) => {
    const trap = trapsById.get(id);
    const source =
      workload === undefined ? poolSources.get(pool ?? "") : workloadSources.get(workload);
    return {
      id,
      ...(pool === undefined ? {} : { pool }),
      ...(workload === undefined ? {} : { workload }),
      text,
      fix: fix ?? trap?.fix ?? "",
      ...placeOf(source, trap?.at ?? []),
    };
  });
}

function placeOf(
  source: SourceManifest | undefined,
  path: readonly (string | number)[],
): Pick<TrapOccurrence, "file" | "line"> {
  return source === undefined ? {} : { file: source.file, line: source.lineOf(path) };
}
