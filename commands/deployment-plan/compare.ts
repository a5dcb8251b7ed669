import { type DeploymentPlan, keyOf, type PlannedStep } from "./plan";

/** The differences between the current plan and the approved one; none when both announce the same changes. */
export function planDifferences(
  approved: DeploymentPlan,
  current: DeploymentPlan,
): readonly string[] {
  const before = byKey(approved);
  const now = byKey(current);
  const gone = approved.steps.filter((step) => !now.has(keyOf(step)));
  const added = current.steps.filter((step) => !before.has(keyOf(step)));
  const changed = current.steps.flatMap((step) => {
    const other = before.get(keyOf(step));
    if (other === undefined || detailsOf(other) === detailsOf(step)) return [];
    return [`${nameOf(step)}: approved as ${detailsOf(other)}, now ${detailsOf(step)}`];
  });
  return [
    ...gone.map((step) => `${nameOf(step)}: approved, and no longer planned`),
    ...added.map((step) => `${nameOf(step)}: planned now, and not approved`),
    ...changed,
  ];
}

function byKey({ steps }: DeploymentPlan): ReadonlyMap<string, PlannedStep> {
  return new Map(steps.map((step) => [keyOf(step), step]));
}

function nameOf({ op, urn }: PlannedStep): string {
  return `${op} ${urn}`;
}

function detailsOf({ properties, replaceReasons }: PlannedStep): string {
  return `[${[...properties, ...replaceReasons.map((one) => `replaced for ${one}`)].join(", ")}]`;
}
