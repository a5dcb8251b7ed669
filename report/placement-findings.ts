import type { Placements } from "./answers/placement/placement";
import type { Subject } from "./subject/subject";

/** Karpenter's own words may list every label there is. */
const mostCharacters = 300;

/**
 * What Karpenter could not use of pools and pods, each once and ready to print. Of a pool that has a
 * finding already nothing more is said: it would be the same in other words.
 *
 * @param knownFaulty names of those pools
 */
export function placementFindings(
  { workloads }: Placements,
  { nodePools }: Subject,
  knownFaulty: ReadonlySet<string>,
): readonly string[] {
  const found = workloads.flatMap(({ workload, findings }) =>
    findings.flatMap(({ path, problem }) => {
      const [, index] = /^nodePools\[(\d+)\]/.exec(path) ?? [];
      if (index === undefined) return [`${workload}: ${path}: ${problem}`];
      const pool = nodePools[Number(index)];
      if (pool === undefined || knownFaulty.has(pool.name)) return [];
      return [`${pool.from}: NodePool ${pool.name}: ${problem}`];
    }),
  );
  return [...new Set(found.map(clipped))];
}

function clipped(text: string): string {
  return text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`;
}
