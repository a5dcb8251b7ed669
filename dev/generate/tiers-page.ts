import { tierProfiles, type TierProfile } from "../../components/node-pools/tier-profiles";
import { formatTaint } from "../../scheduling/taints/taints";
import { tiersByStack } from "./tiers-by-stack";

/**
 * `docs/tiers.md`: the purpose and the shape of each tier, and the stacks that have it.
 *
 * @param stacks the folder of the stack files
 */
export function tiersPage(stacks: string): string {
  const rows = Object.entries(tierProfiles).map(([name, profile]) => row(name, profile));
  const purposes = Object.entries(tierProfiles).map(
    ([name, { purpose }]) => `- \`${name}\`: ${purpose}`,
  );
  return [
    "# Tiers",
    "",
    "Generated from `components/node-pools/tier-profiles.ts` by `npm run generate`; do not edit.",
    "",
    ...purposes,
    "",
    "| tier | class | node class | capacity types | taints | limits | weight | after the last pod | oldest node | longest drain |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "The class is the label `workload` on the nodes; the policy pack knows a training pool by it. Order among",
    "capacity types means nothing: Karpenter takes reserved, then Spot, then on-demand capacity, by availability.",
    "",
    "## Pools and limits by stack",
    "",
    "With their limits there: whole devices, CPU cores and memory.",
    "",
    ...tiersByStack(stacks),
    "",
  ].join("\n");
}

function row(name: string, profile: TierProfile): string {
  const taints = profile.taints.map((taint) => `\`${formatTaint(taint)}\``).join("<br>");
  const limits = Object.entries(profile.limits).map(
    ([resource, amount]) => `${resource}: ${amount}`,
  );
  const policy =
    profile.disruption.kind === "maintenance-window"
      ? "WhenEmpty"
      : profile.disruption.consolidationPolicy;
  const cells = [
    `\`${name}\``,
    profile.workloadClass,
    profile.nodeClass,
    [...profile.capacityTypes].sort().join(", "),
    taints === "" ? "none" : taints,
    limits.join("<br>"),
    profile.weight === undefined ? "0" : String(profile.weight),
    `${policy} after ${profile.disruption.consolidateAfter}`,
    profile.expireAfter,
    profile.terminationGracePeriod ?? "as long as the work",
  ];
  return `| ${cells.join(" | ")} |`;
}
