import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { rules } from "../../policies/registry";
import { configOf } from "../../policies/support/configuration";
import { formatMessage } from "../../policies/support/message";
import { isStackRule } from "../../policies/support/rule";
import type { AnyRule, ConfigProperty, Finding, ResourceView } from "../../policies/support/rule";
import { fixtureResources } from "./policy-fixture";

/** A file of the documentation, with the text that belongs there. */
export interface DocsPage {
  /** Path from the project's root. */
  readonly file: string;
  readonly text: string;
}

/** A fixed day, so that pages do not change with the calendar. */
const documentationDay = new Date(Date.UTC(2026, 5, 15));

const generatedNote =
  "Generated from the rules of the policy pack and their fixtures by `npm run generate`; do not edit.";

/** The pages of all rules, and their index, from the registry and the fixtures. */
export function policyPages(fixtures: string): readonly DocsPage[] {
  return [
    { file: "docs/policies/index.md", text: indexPage() },
    ...rules.map((rule) => ({
      file: `docs/policies/${rule.id}.md`,
      text: rulePage(rule, fixtures),
    })),
  ];
}

const groupNames: Readonly<Record<string, string>> = {
  acc: "Accelerators",
  cap: "Training capacity",
  dis: "Disruption",
  cost: "Cost",
  node: "Node security",
  clu: "Cluster security",
};

function indexPage(): string {
  const groups = [...new Set(rules.map(groupOf))];
  return lines(
    "# Policies",
    "",
    generatedNote,
    "",
    `The pack has ${rules.length} rules, ${rules.filter(({ level }) => level === "mandatory").length} of them mandatory. They judge the resources of any`,
    "program: Karpenter NodePools by what a pool can launch (its requirements against the catalogue of instance types),",
    "EC2NodeClasses, launch templates and EKS clusters.",
    "What differs between environments is in `policies/config/<environment>.json`.",
    ...groups.flatMap((group) => [
      "",
      `## ${groupNames[group] ?? group}`,
      "",
      "| rule | what it requires | severity | level |",
      "| --- | --- | --- | --- |",
      ...rules
        .filter((rule) => groupOf(rule) === group)
        .map(
          ({ id, title, severity, level }) =>
            `| [${id}](${id}.md) | ${cell(title)} | ${severity} | ${level} |`,
        ),
    ]),
  );
}

function rulePage(rule: AnyRule, fixtures: string): string {
  const bad = example(fixtures, rule, "bad", "typical");
  return lines(
    `# ${rule.id}`,
    "",
    generatedNote,
    "",
    `**${rule.title}**`,
    "",
    rule.why,
    "",
    `Severity ${rule.severity}, ${rule.level}, since ${rule.since}. Judges ${listed(subjectsOf(rule).map(code))}${lookedAt(rule)}.`,
    rule.onUnknown === "fail"
      ? "A value that is not known at preview is a finding, and so is one whose changes are ignored: these paths must be plain values, and not in `ignoreChanges`:"
      : "A value that is not known at preview is reported as advisory. The rule reads:",
    `${rule.guards.map(code).join(", ")}.`,
    "",
    "## What is judged",
    "",
    ...rule.judges.map((sentence) => `- ${sentence}`),
    "",
    ...configurationSection(rule),
    "## What passes",
    "",
    ...yamlBlock(example(fixtures, rule, "good", "typical")),
    "",
    "## What does not",
    "",
    ...yamlBlock(bad),
    "",
    "The message:",
    "",
    "```",
    ...messagesOf(rule, bad),
    "```",
    "",
    "## Other cases",
    "",
    ...otherCases(fixtures, rule),
    ...(rule.anchors.length === 0 ? [] : ["", `See also ${rule.anchors.join(", ")}.`]),
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

/** Every fixture becomes a case. The first line of a fixture describes it. */
function otherCases(fixtures: string, rule: AnyRule): readonly string[] {
  const cases = (["good", "bad"] as const).flatMap((kind) =>
    readdirSync(path.join(fixtures, rule.id, kind))
      .map((file) => path.basename(file, ".yaml"))
      .filter((name) => name !== "typical")
      .sort()
      .map((name) => ({ kind, name, note: noteOf(example(fixtures, rule, kind, name)) })),
  );
  return [
    "| case | verdict | |",
    "| --- | --- | --- |",
    ...cases.map(
      ({ kind, name, note }) =>
        `| ${name} | ${kind === "good" ? "passes" : "found"} | ${cell(note)} |`,
    ),
  ];
}

function messagesOf(rule: AnyRule, text: string): readonly string[] {
  const views = fixtureResources(text).map(({ type, name, properties }) => ({
    type,
    name,
    urn: "",
    props: properties,
    opts: { protect: false, ignoreChanges: [] },
  }));
  return views
    .filter(({ type }) => subjectsOf(rule).includes(type))
    .flatMap((view) => findingsOf(rule, view, views))
    .flatMap((finding) => formatMessage(rule, finding).split("\n"));
}

function findingsOf(
  rule: AnyRule,
  view: ResourceView,
  program: readonly ResourceView[],
): readonly Finding[] {
  const config = configOf(rule, {});
  const context = { today: documentationDay, underEngine: false };
  return isStackRule(rule)
    ? rule.checkAmong(view, program, config, context)
    : rule.check(view, config, context);
}

function subjectsOf(rule: AnyRule): readonly string[] {
  return isStackRule(rule) ? rule.subjects : rule.types;
}

/** The resources that a rule reads without reporting on them. */
function lookedAt(rule: AnyRule): string {
  const others = rule.types.filter((type) => !subjectsOf(rule).includes(type));
  return others.length === 0 ? "" : `, and looks at ${listed(others.map(code))}`;
}

function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

function example(fixtures: string, rule: AnyRule, kind: "good" | "bad", name: string): string {
  return readFileSync(path.join(fixtures, rule.id, kind, `${name}.yaml`), "utf8");
}

function noteOf(manifest: string): string {
  return /^# (.*)$/m.exec(manifest)?.[1] ?? "";
}

/** A manifest without the lines that only tests read. */
function yamlBlock(manifest: string): readonly string[] {
  return [
    "```yaml",
    ...manifest.split("\n").filter((line) => line !== "" && !line.startsWith("# finds:")),
    "```",
  ];
}

function groupOf(rule: AnyRule): string {
  return rule.id.split("-")[0] ?? rule.id;
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
