import { ruleGroups, rules } from "../../policies/registry";
import { formatMessage } from "../../policies/support/message";
import { checkedTypes } from "../../policies/support/rule";
import { rulePage } from "../../policies/support/rule-page";
import type { AnyRule, ConfigProperty } from "../../policies/support/rule";
import { pathText } from "../../scheduling/values/fault";
import { listed } from "../../scheduling/values/wording";
import { fixtureFindings } from "./fixture-findings";
import { policyFixtures, policyFixturesFolder } from "./policy-fixtures";
import type { PolicyFixture } from "./policy-fixtures";

/** A page of the documentation. */
export interface DocsPage {
  /** Path from the project's root. */
  readonly file: string;
  readonly text: string;
}

const generatedNote =
  "Generated from the rules of the policy pack and their fixtures by `npm run generate`; do not edit.";

/** One page for each rule, with its fixtures as examples, and an index of all rules. */
export function policyPages(): readonly DocsPage[] {
  const fixtures = policyFixtures();
  return [
    { file: "docs/policies/index.md", text: indexPage() },
    ...rules.map((rule) => ({
      file: rulePage(rule.id),
      text: pageOf(
        rule,
        fixtures.filter((fixture) => fixture.rule === rule.id),
      ),
    })),
  ];
}

function indexPage(): string {
  return lines(
    "# Policies",
    "",
    generatedNote,
    "",
    `The pack has ${rules.length} rules, ${rules.filter(({ level }) => level === "mandatory").length} of them mandatory. They check the resources of any`,
    "program: Karpenter NodePools by what a pool can launch (its requirements against the catalogue of instance types),",
    "EC2NodeClasses, NodeOverlays, node groups, launch templates and EKS clusters. An object is what its `apiVersion` and",
    "`kind` say. A patch is joined with the object of the program that it patches, and is checked as a whole object where the",
    "program has none. Objects in the values of a chart and in texts of YAML are checked like resources.",
    "",
    "Messages quote numbers and words that everyone knows. Every other text is given by its length, because it may be secret.",
    "The names of keys are shown where they look like identifiers.",
    "",
    "A configuration may not fall below a floor of its class of environments. `npm run check` prints every line that makes a",
    "rule weaker, and the engine's findings say it too. Under the engine alone, a file that turns the whole pack off is not",
    "noticed: run `npm run check` before each deployment.",
    "",
    "What differs between environments is in `policies/config/<environment>.json`.",
    ...ruleGroups.flatMap((group) => [
      "",
      `## ${group.title}`,
      "",
      "| rule | what it requires | severity | level |",
      "| --- | --- | --- | --- |",
      ...group.rules.map(
        ({ id, title, severity, level }) =>
          `| [${id}](${id}.md) | ${cell(title)} | ${severity} | ${level} |`,
      ),
    ]),
  );
}

function pageOf(rule: AnyRule, fixtures: readonly PolicyFixture[]): string {
  const good = typical(rule, fixtures, "good");
  const bad = typical(rule, fixtures, "bad");
  return lines(
    `# ${rule.id}`,
    "",
    generatedNote,
    "",
    `**${rule.title}**`,
    "",
    rule.why,
    "",
    `Severity ${rule.severity}, ${rule.level}, since ${rule.since}. Checks ${listed(checkedTypes(rule).map(code), Infinity)}${readTypes(rule)}.`,
    rule.onUnknown === "fail"
      ? "A value that is not known at preview is a finding, and so is one whose changes are ignored: these paths must be plain values, and not in `ignoreChanges`:"
      : "A value that is not known at preview is reported as advisory. The rule reads:",
    `${rule.guardedPaths.map((path) => code(pathText(path))).join(", ")}.`,
    "",
    "## Scope",
    "",
    ...rule.scope.map((sentence) => `- ${sentence}`),
    "",
    ...configurationSection(rule),
    "## Passing example",
    "",
    ...yamlBlock(good.text),
    "",
    "## Failing example",
    "",
    ...yamlBlock(bad.text),
    "",
    "Its message:",
    "",
    "```",
    ...fixtureFindings(rule, bad.resources).flatMap((finding) =>
      formatMessage(rule, finding).split("\n"),
    ),
    "```",
    "",
    "## Other cases",
    "",
    ...otherCases(fixtures),
    ...(rule.relatedRules.length === 0 ? [] : ["", `See also ${rule.relatedRules.join(", ")}.`]),
  );
}

function configurationSection(rule: AnyRule): readonly string[] {
  const properties = Object.entries(
    rule.config as Readonly<Record<string, ConfigProperty<unknown>>>,
  );
  if (properties.length === 0) return [];
  return [
    "## Configuration",
    "",
    "| property | type | default | meaning |",
    "| --- | --- | --- | --- |",
    ...properties.map(
      ([name, { schema, default: value, description }]) =>
        `| \`${name}\` | ${String(schema.type)} | \`${cell(JSON.stringify(value))}\` | ${cell(description)} |`,
    ),
    "",
  ];
}

/** Every fixture is a case; its note says what is special about it. */
function otherCases(fixtures: readonly PolicyFixture[]): readonly string[] {
  const cases = (["good", "bad"] as const).flatMap((kind) =>
    fixtures.filter((fixture) => fixture.kind === kind && fixture.name !== "typical"),
  );
  return [
    "| case | result | |",
    "| --- | --- | --- |",
    ...cases.map(
      ({ kind, name, note }) =>
        `| ${name} | ${kind === "good" ? "passes" : "found"} | ${cell(note)} |`,
    ),
  ];
}

/** The types that a rule only reads, in order to check others. */
function readTypes(rule: AnyRule): string {
  const others = rule.types.filter((type) => !checkedTypes(rule).includes(type));
  return others.length === 0 ? "" : `, and reads ${listed(others.map(code), Infinity)}`;
}

function typical(
  rule: AnyRule,
  fixtures: readonly PolicyFixture[],
  kind: PolicyFixture["kind"],
): PolicyFixture {
  const found = fixtures.find((fixture) => fixture.kind === kind && fixture.name === "typical");
  if (found === undefined) {
    throw new Error(
      `${policyFixturesFolder}/${rule.id}/${kind}/typical.yaml: no such file; write an example that the rule ${kind === "good" ? "accepts" : "finds"}`,
    );
  }
  return found;
}

/** A manifest without empty lines and without the lines that only the tests read. */
function yamlBlock(manifest: string): readonly string[] {
  return [
    "```yaml",
    ...manifest.split("\n").filter((line) => line !== "" && !line.startsWith("# finds:")),
    "```",
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function lines(...text: readonly string[]): string {
  return `${text.join("\n").trimEnd()}\n`;
}
