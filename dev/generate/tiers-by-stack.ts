import path from "node:path";

import { poolNames } from "../../components/node-pools/pool-names";
import { readStackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";
import { platformSpec } from "../../infra/resolved/platform-spec";

/** A table of all pools and stacks: one row per pool, one column per stack, with the limits of the pool there. */
export function tiersByStack(folder: string): readonly string[] {
  const stacks = stackNames(folder);
  const limits = stacks.map((stack) => limitsByPool(path.join(folder, `Pulumi.${stack}.yaml`)));
  const own = limits.flatMap((stack) => [...stack.keys()]).filter((pool) => !isShipped(pool));
  const pools = [...poolNames, ...[...new Set(own)].sort()];
  const standing = pools.filter((pool) => limits.some((stack) => stack.has(pool)));
  return [
    `| tier | ${stacks.join(" | ")} |`,
    `| --- |${" --- |".repeat(stacks.length)}`,
    ...standing.map(
      (pool) => `| \`${pool}\` | ${limits.map((stack) => stack.get(pool) ?? "").join(" | ")} |`,
    ),
  ];
}

function isShipped(pool: string): boolean {
  return poolNames.some((name) => name === pool);
}

function limitsByPool(file: string): ReadonlyMap<string, string> {
  const { config, faults } = readStackFile(file);
  if (config === undefined) {
    throw new Error(`${file}: ${faults.length} faults; run npm run check to read them`);
  }
  return new Map(
    platformSpec(config).tiers.map(({ name, profile, replicas }) => [
      name,
      replicas === undefined ? limitsText(profile.limits) : `${replicas} nodes, always`,
    ]),
  );
}

function limitsText(limits: Readonly<Record<string, string | number>>): string {
  return Object.entries(limits)
    .map(([resource, amount]) => `${resource.replace(/^.*\//, "")}: ${amount}`)
    .join("<br>");
}
