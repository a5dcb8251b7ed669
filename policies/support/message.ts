import { pathText, type FaultPath } from "../../scheduling/values/fault";
import { isKnown, quoted } from "./quoted";
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
    `${fieldText(finding.path)}: ${oneLine(finding.problem)}, got ${oneLine(finding.got)}; expected ${oneLine(finding.expected)}`,
    withoutControls([finding.because ?? rule.why, finding.note ?? ""].join(" ").trim()),
    `Fix: ${withoutControls(finding.fix)}.`,
    `More: ${repository === undefined ? rulePage(rule.id) : rulePageUrl(rule.id, repository)}`,
  ].join("\n");
}

/** A path for a message: `metadata.annotations["a.b/c"]`, or `resource` for the resource as a whole. */
export function fieldText(path: FaultPath): string {
  return pathText(shownPath(path), "resource");
}

/** Keys that the author of a manifest chooses are shown like values: below a label map, and what is no identifier. */
function shownPath(path: FaultPath): FaultPath {
  return path.map((key, index) => {
    if (typeof key === "number" || isKnown(key)) return key;
    const isFree = freeMaps.includes(String(path[index - 1])) || !/^[A-Za-z][\w-]{0,40}$/.test(key);
    return isFree ? quoted(key) : key;
  });
}

const freeMaps: readonly string[] = ["labels", "annotations", "limits", "tags", "capacity"];

/** Reads a detail that only makes a message clearer; undefined where it cannot be read, so that the finding is reported without it. */
export function optionally<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Control and format characters can erase a line of the terminal, or turn its text around. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "");
}

/** Values come from untrusted manifests: line breaks and very long texts must not break the message. */
function oneLine(text: string): string {
  const flat = withoutControls(text.replace(/\s+/g, " ")).trim();
  return flat.length > longestValue ? `${flat.slice(0, longestValue)}…` : flat;
}
