/** Enough to see what is wrong; thousands are one fault, and would bury the rest of the report. */
const mostFindings = 20;

/** The first findings, and how many more there are; the JSON has all. */
export function shownFindings(findings: readonly string[]): readonly string[] {
  if (findings.length <= mostFindings) return findings;
  const more = (findings.length - mostFindings).toLocaleString("en-US");
  return [...findings.slice(0, mostFindings), `${more} more, which --format json lists`];
}
