/** Enough to see what is wrong. Thousands of findings have one cause and would hide the rest of the report. */
const mostFindings = 20;

/** The first findings, and how many more exist. The JSON has all of them. */
export function shownFindings(findings: readonly string[]): readonly string[] {
  if (findings.length <= mostFindings) return findings;
  const more = (findings.length - mostFindings).toLocaleString("en-US");
  return [...findings.slice(0, mostFindings), `${more} more, which --format json lists`];
}
