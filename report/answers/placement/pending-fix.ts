import type { PoolRefusal } from "./placement";

/**
 * What to do where some pods of a workload stay pending, by Karpenter's reasons: one sentence for each.
 * pkg/controllers/provisioning/scheduling/{scheduler,topology}.go of Karpenter 1.15.2.
 */
export function pendingFix(refusals: readonly PoolRefusal[]): string {
  const pools = refusals.filter(({ pool }) => pool !== "");
  const because = (pattern: RegExp): readonly string[] =>
    pools
      .filter(({ reasons }) => reasons.some((reason) => pattern.test(reason)))
      .map(({ pool }) => pool);
  const limited = because(/limits have been exhausted|exceed limits for nodepool/);
  const still = because(/^has replicas/);
  const texts = [
    ...spreadFixes(pools.flatMap(({ reasons }) => reasons)),
    ...(limited.length === 0 ? [] : [`Raise the limits of ${limited.join(", ")}.`]),
    ...(still.length === 0 ? [] : [`Raise the replicas of ${still.join(", ")}.`]),
  ];
  return texts.length === 0 ? "Loosen what the pods ask for." : texts.join(" ");
}

/** `counts = us-east-1a: 0, us-west-2a: 1`: the domains with the fewest pods have to take the next one. */
function spreadFixes(reasons: readonly string[]): readonly string[] {
  const fixes = reasons.flatMap((reason) => {
    const [, key, counts] = spread.exec(reason) ?? [];
    if (key === undefined || counts === undefined) return [];
    const byDomain = counts.split(", ").flatMap((count) => {
      const [, domain, pods] = /^(.+): (\d+)$/.exec(count) ?? [];
      return domain === undefined ? [] : [{ domain, pods: Number(pods) }];
    });
    const fewest = byDomain.reduce((least, { pods }) => Math.min(least, pods), Infinity);
    const empty = byDomain.filter(({ pods }) => pods === fewest).map(({ domain }) => domain);
    if (empty.length === 0) return [];
    return [
      `Let a pool launch the pods in ${empty.join(", ")}, or take this ${key} out of every pool, or spread the pods with whenUnsatisfiable: ScheduleAnyway.`,
    ];
  });
  return [...new Set(fixes)];
}

const spread =
  /^unsatisfiable topology constraint for topology spread, key=(\S+) \(counts = (.*?), podDomains/;
