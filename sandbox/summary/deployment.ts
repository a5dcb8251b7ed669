import type { StateResource } from "../engine/checkpoint";
import { componentCounts } from "./component-counts";
import { declaredWindow, disruptionTexts } from "./disruption-text";
import { nodePoolsOf, type NodePoolSummary } from "./node-pools";
import { renderTable, type TextTable } from "./table";

/** What the summary depends on besides the state. */
export interface SummaryOptions {
  readonly now: Date;
  readonly drawsBoxes: boolean;
}

/** What stands, from the engine's state: tiers, disruption, resources by component, next steps. */
export function formatDeployment(
  stack: string,
  resources: readonly StateResource[],
  { now, drawsBoxes }: SummaryOptions,
): string {
  const pools = nodePoolsOf(resources);
  const section = (title: string, table: TextTable): string =>
    `${title}\n${renderTable(table, drawsBoxes)}`;
  return [
    `${stack} stands in the sandbox`,
    ...(pools.length === 0
      ? []
      : [
          section("Tiers, in the order in which Karpenter tries them", tierTable(pools)),
          section("Disruption: how many nodes at once, by reason", disruptionTable(pools, now)),
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
    head: ["Tier", "Reason", "Nodes", "Declared window", "Windows of the next 7 days"],
    rows: pools.map((pool) => {
      const zone = pool.window?.timeZone ?? stackZone;
      const reasons = disruptionTexts(pool.budgets, zone, now);
      // A reason with several windows takes several lines; the columns beside it keep step.
      const blocks = reasons.map(({ reason, limit, windows }) => ({
        reason,
        limit,
        windows: windows.length === 0 ? [""] : windows,
      }));
      const column = (first: (block: (typeof blocks)[number]) => string): string =>
        blocks.map((block) => first(block) + "\n".repeat(block.windows.length - 1)).join("\n");
      return [
        pool.name,
        column(({ reason }) => reason),
        column(({ limit }) => limit),
        declaredWindow(pool),
        blocks.flatMap(({ windows }) => windows).join("\n"),
      ];
    }),
  };
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
    `  npm run sandbox -- outputs ${stack}   what the stack gives to others`,
    `  npm run sandbox -- up ${stack}        again, to see that nothing changes`,
    `  npm run sandbox -- destroy ${stack}   take it down`,
  ].join("\n");
}

function lines(values: readonly string[]): string {
  return values.length === 0 ? "-" : values.join("\n");
}
