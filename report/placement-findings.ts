import type { Placements } from "./answers/placement/placement";
import type { SourceManifest } from "./subject/source-manifest";

/** Karpenter may list every label that exists. */
const mostCharacters = 300;

/** What Karpenter could not use of pools and pods, each finding once and ready to print. */
export function placementFindings(
  { workloads }: Pick<Placements, "workloads">,
  nodePools: readonly SourceManifest[],
): readonly string[] {
  const found = workloads.flatMap(({ workload, findings }) =>
    findings.flatMap(({ path, problem }) => {
      const [, index] = /^nodePools\[(\d+)\]/.exec(path) ?? [];
      if (index === undefined) return [`${workload}: ${path}: ${problem}`];
      const pool = nodePools[Number(index)];
      return pool === undefined ? [] : [`${pool.from}: NodePool ${pool.name}: ${problem}`];
    }),
  );
  return [...new Set(found.map(clipped))];
}

function clipped(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}
