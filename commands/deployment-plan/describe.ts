import { titleOf } from "../../command-line/urn";
import type { DeploymentPlan, PlannedStep } from "./plan";

/** Operations that delete something, also to replace it. */
const destructive = new Set([
  "delete",
  "replace",
  "create-replacement",
  "delete-replaced",
  "discard-replaced",
  "remove-pending-replace",
]);

/** A plan as Markdown for the person who approves it: first the counts, then the deletions, then the rest. */
export function describePlan({ steps }: DeploymentPlan): string {
  if (steps.length === 0) return "No changes.\n";
  const counts = [...new Set(steps.map(({ op }) => op))]
    .sort()
    .map((op) => `${steps.filter((step) => step.op === op).length} ${op}`);
  const lost = steps.filter(({ op }) => destructive.has(op));
  const others = steps.filter(({ op }) => !destructive.has(op));
  return [
    `**${counts.join(", ")}**`,
    ...(lost.length === 0 ? [] : ["", "Deleted or replaced:", "", ...lost.map(line)]),
    ...(others.length === 0 ? [] : ["", "Created or changed in place:", "", ...others.map(line)]),
    "",
  ].join("\n");
}

function line(step: PlannedStep): string {
  const { op, urn, properties, replaceReasons, drainMinutes, leavesReleaseBehind } = step;
  const reasons = replaceReasons.length === 0 ? "" : `, because of ${replaceReasons.join(", ")}`;
  const changes = properties.length === 0 ? "" : `: ${properties.join(", ")}`;
  const wait =
    drainMinutes === undefined ? "" : `, waits up to ${drainMinutes} minutes for its nodes`;
  const release = leavesReleaseBehind
    ? ". **EKS installs the newest AMI and refuses the release of the stack file afterwards: set the newest `cluster.systemNodes.releaseVersion` too (docs/deploying.md, Upgrade)**"
    : "";
  return `- ${op} \`${titleOf(urn)}\`${reasons}${wait}${changes}${release}`;
}
