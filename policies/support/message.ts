import { pathText, type FaultPath } from "../../scheduling/values/fault";
import type { AnyRule, Finding } from "./rule";

/** Where the pages of the rules are published; `docs/policies` in this repository. */
export const docsBase =
  "https://github.com/accelerator-platform/accelerator-platform/blob/main/docs/policies";

const longestValue = 400;

/** The page of a rule. */
export function docsUrl(ruleId: string): string {
  return `${docsBase}/${ruleId}.md`;
}

/** The whole text of a finding, the same in every output: the CLI prints neither fix nor link by itself. */
export function formatMessage(rule: AnyRule, finding: Finding): string {
  return [
    rule.title,
    `${fieldText(finding.path)}: ${finding.problem}, got ${oneLine(finding.got)}; expected ${oneLine(finding.expected)}`,
    finding.because ?? rule.why,
    `Fix: ${finding.fix}.`,
    `More: ${docsUrl(rule.id)}`,
  ].join("\n");
}

/** A path for a message: `metadata.annotations["a.b/c"]`, or `resource` for the resource as a whole. */
export function fieldText(path: FaultPath): string {
  return pathText(path, "resource");
}

/** The first three and how many more: `a, b, c and 9 more`. */
export function shortList(items: readonly string[]): string {
  const shown = items.slice(0, 3).join(", ");
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}

/** A detail that only makes a message clearer: where it cannot be read, the finding stands without it. */
export function optionally<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Values come from anybody's manifests: line breaks and walls of text must not break the message. */
function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > longestValue ? `${flat.slice(0, longestValue)}…` : flat;
}
