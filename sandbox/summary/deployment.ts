import type { StateResource } from "../engine/checkpoint";
import { componentCounts } from "./component-counts";
import { declaredWindow, disruptionTexts, type ReasonText } from "./disruption-text";
import { nodePoolsOf, type NodePoolSummary } from "./node-pools";
import { renderTable, type TextTable } from "../../command-line/table";

/** What the summary depends on, besides the state. */
export interface SummaryOptions {
  readonly now: Date;
  /** Width of the terminal; undefined for a file or a pipe. */
  readonly columns: number | undefined;
}

/** A summary of what is deployed, from the engine's state: tiers, disruption, resources by component, next steps. */
export function formatDeployment(
  stack: string,
  resources: readonly StateResource[],
  { now, columns }: SummaryOptions,
): string {
  const pools = nodePoolsOf(resources);
  const section = (title: string, table: TextTable): string =>
    `${title}\n${renderTable(table, columns === undefined ? "plain" : "boxed", columns)}`;
  return [
    `${stack} is deployed in the sandbox`,
    ...(pools.length === 0
      ? []
      : [
          section("Tiers, in the order in which Karpenter tries them", tierTable(pools)),
          section(
            "Disruption: how many nodes Karpenter may take away, by reason",
            disruptionTable(pools, now),
          ),
        ]),
    section("Resources by component", componentTable(resources)),
    nextSteps(stack),
  ].join("\n\n");
}

function tierTable(pools: readonly NodePoolSummary[]): TextTable {
  return {
    head: ["Tier", "Class", "Capacity", "Taints", "Limits", "Weight", "Node class, AMI"],
    rows: pools.map((pool) => [
      pool.name,
      pool.workloadClass,
      lines(pool.capacityTypes),
      lines(pool.taints),
      lines(pool.limits),
      String(pool.weight),
      `${pool.nodeClass}\n${pool.amiAlias}`,
    ]),
  };
}

function disruptionTable(pools: readonly NodePoolSummary[], now: Date): TextTable {
  const stackZone = pools.find(({ window }) => window !== undefined)?.window?.timeZone ?? "UTC";
  return {
    head: ["Tier", "Nodes at once", "Declared window", "Windows of the next 7 days"],
    rows: pools.map((pool) => {
      const allowed = disruptionTexts(pool.budgets, pool.window?.timeZone ?? stackZone, now);
      const reasons = allowed.map((one) => (pool.never.includes(one.reason) ? neverFor(one) : one));
      return [
        pool.name,
        lines(reasons.map(({ reason, limit }) => `${reason}: ${limit}`)),
        declaredWindow(pool),
        lines(windowLines(reasons)),
      ];
    }),
  };
}

function neverFor({ reason }: ReasonText): ReasonText {
  return { reason, limit: "never", windows: [] };
}

/** Each window once. The reason is named only where the reasons have different windows. */
function windowLines(reasons: readonly ReasonText[]): readonly string[] {
  const limited = reasons.filter(({ windows }) => windows.length > 0);
  const [first] = limited;
  const isShared = limited.every(({ windows }) => windows.join() === first?.windows.join());
  if (isShared) return first?.windows ?? [];
  return limited.flatMap(({ reason, windows }) => windows.map((one) => `${reason}: ${one}`));
}

function componentTable(resources: readonly StateResource[]): TextTable {
  const counts = componentCounts(resources);
  const total = counts.reduce((sum, count) => sum + count.resources, 0);
  return {
    head: ["Component", "Instances", "Resources"],
    rows: [
      ...counts.map((count) => [
        count.component,
        count.instances === 0 ? "-" : String(count.instances),
        String(count.resources),
      ]),
      ["all", "", String(total)],
    ],
  };
}

function nextSteps(stack: string): string {
  return [
    "Next",
    `  npm run sandbox -- outputs ${stack}   the outputs of the stack`,
    `  npm run sandbox -- up ${stack}        again, to see that nothing changes`,
    `  npm run sandbox -- destroy ${stack}   delete it`,
  ].join("\n");
}

function lines(values: readonly string[]): string {
  return values.length === 0 ? "-" : values.join("\n");
}
