import { pathText, type FaultPath } from "../../scheduling/values/fault";
import { rulePage, rulePageUrl } from "./rule-page";
import type { AnyRule, Finding } from "./rule";

const longestValue = 400;

/**
 * The whole text of a finding, the same in every output: the CLI prints neither fix nor link by itself.
 *
 * @param repository web address of the repository that has the rule's page; without it the text names the local file
 */
export function formatMessage(rule: AnyRule, finding: Finding, repository?: string): string {
  return [
    rule.title,
    `${fieldText(finding.path)}: ${finding.problem}, got ${oneLine(finding.got)}; expected ${oneLine(finding.expected)}`,
    [finding.because ?? rule.why, ...(finding.note === undefined ? [] : [finding.note])].join(" "),
    `Fix: ${finding.fix}.`,
    `More: ${repository === undefined ? rulePage(rule.id) : rulePageUrl(rule.id, repository)}`,
  ].join("\n");
}

/** A path for a message: `metadata.annotations["a.b/c"]`, or `resource` for the resource as a whole. */
export function fieldText(path: FaultPath): string {
  return pathText(path, "resource");
}

/** Reads a detail that only makes a message clearer; undefined where it cannot be read, so that the finding is reported without it. */
export function optionally<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Values come from untrusted manifests: line breaks and very long texts must not break the message. */
function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length > longestValue ? `${flat.slice(0, longestValue)}…` : flat;
}
