import path from "node:path";

import { stackNames } from "../../infra/config/stack-names";

/**
 * The stack to measure: the wanted one, so that numbers compare over time. Where a team has renamed it, the first
 * production stack, or the first of all.
 *
 * @param root the folder that has `stacks/`
 */
export function measuredStack(wanted: string, root: string): string {
  const stacks = stackNames(path.join(root, "stacks"));
  const chosen = stacks.includes(wanted)
    ? wanted
    : (stacks.find((stack) => stack.startsWith("production-")) ?? stacks[0]);
  if (chosen === undefined) throw new Error(`${root}/stacks: no stack file; add one`);
  return chosen;
}
