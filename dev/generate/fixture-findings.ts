import { rules } from "../../policies/registry";
import { configOf } from "../../policies/support/configuration";
import { fieldText } from "../../policies/support/message";
import { ProgramObjects } from "../../policies/support/program-objects";
import type { RegisteredResource } from "../../policies/support/program-objects";
import { checks, isStackRule, reads } from "../../policies/support/rule";
import type { AnyRule, Finding, ResourceView } from "../../policies/support/rule";
import { policyFixtures, policyFixturesFolder } from "./policy-fixtures";
import type { FixtureResource } from "./policy-fixtures";

/** A fixed day: what is generated must not change with the calendar. */
const today = new Date(Date.UTC(2026, 5, 15));

/** What a rule with its default configuration finds in the resources of a fixture. */
export function fixtureFindings(
  rule: AnyRule,
  resources: readonly FixtureResource[],
): readonly Finding[] {
  const objects = new ProgramObjects();
  const program = resources
    .flatMap((resource) => objects.viewsOf(registeredOf(resource), ""))
    .filter(({ type }) => reads(rule, type));
  return program
    .filter(({ type }) => checks(rule, type))
    .flatMap((view) =>
      findingsOf(rule, view, program).map((found) => ({
        ...found,
        path: [...view.at, ...found.path],
      })),
    );
}

/** Path of the record from the project's root. */
export const otherFindingsFile = `${policyFixturesFolder}/other-findings.txt`;

/**
 * The findings of every rule in the fixtures of the other rules, one line each. A fixture declares only what its own
 * rule finds, so that a new rule changes this record and no fixture.
 */
export function otherFindingsText(): string {
  const lines = policyFixtures().flatMap(({ file, rule: own, resources }) =>
    rules
      .filter(({ id }) => id !== own)
      .flatMap((rule) => fixtureFindings(rule, resources).map((found) => ({ rule, found })))
      .map(({ rule, found }) => `${file}: ${rule.id} ${fieldText(found.path)}`),
  );
  return [
    "What rules find in the fixtures of other rules. Written by `npm run generate`; do not edit, but read the diff.",
    "",
    ...lines,
    "",
  ].join("\n");
}

function registeredOf(resource: FixtureResource): RegisteredResource {
  const { type, name, properties, protect = true } = resource;
  const opts = { protect, ignoreChanges: [] };
  return { type, name, urn: `${type}::${name}`, props: properties, opts, provider: "" };
}

function findingsOf(
  rule: AnyRule,
  view: ResourceView,
  program: readonly ResourceView[],
): readonly Finding[] {
  const config = configOf(rule, {});
  const context = { today, underEngine: false };
  return isStackRule(rule)
    ? rule.checkAmong(view, program, config, context)
    : rule.check(view, config, context);
}
