import { formatFault } from "../../infra/config/config-fault";
import { checkedConfig } from "../../infra/checks/checked-config";
import { projectName } from "../../infra/config/schema";
import { stackValues } from "./stack-values";

/** The sections of a stack file by their key, free to be changed. */
export type StackSections = Record<string, Record<string, Record<string, unknown>>>;

/** The faults of a fixture stack after one change, each as the line a person reads. */
export function stackFaults(stack: string, change: (sections: StackSections) => void): string[] {
  const values = stackValues(stack);
  const sections = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key.replace(`${projectName}:`, ""), value]),
  );
  change(sections as StackSections);
  const changed = Object.fromEntries(
    Object.entries(sections).map(([key, value]) => [`${projectName}:${key}`, value]),
  );
  return (checkedConfig(stack, changed).faults ?? []).map(formatFault);
}
