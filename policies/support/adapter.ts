import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { configSchemaOf, levelOf } from "./configuration";
import { configurationFindings } from "./configuration-findings";
import { evaluate, reporterOf } from "./evaluation";
import type { PolicyOptions, Report } from "./evaluation";
import { ignoredChangeFindings } from "./ignored-changes";
import { kindOfToken, typeOfKind } from "./karpenter-kinds";
import { ProgramObjects } from "./program-objects";
import type { RegisteredResource } from "./program-objects";
import { rulePageUrl } from "./rule-page";
import { checks, isStackRule, reads } from "./rule";
import type { AnyRule, Finding, ResourceRule, ResourceView, StackRule } from "./rule";

/** Turns rules into CrossGuard policies. A policy never throws: a rule that cannot decide is a finding. */
export function toPolicies(
  rules: readonly AnyRule[],
  options: PolicyOptions,
): ResourceValidationPolicy[] {
  const objects = new ProgramObjects();
  return rules.map((rule) => toPolicy(rule, options, objects));
}

function toPolicy(
  rule: AnyRule,
  options: PolicyOptions,
  objects: ProgramObjects,
): ResourceValidationPolicy {
  const { configuration, repository } = options;
  const configSchema = configSchemaOf(rule);
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.why,
    severity: rule.severity,
    enforcementLevel: configuration ? levelOf(rule, configuration) : rule.level,
    tags: [rule.id.split("-")[0] ?? rule.id, ...rule.relatedRules],
    ...(repository === undefined ? {} : { url: rulePageUrl(rule.id, repository) }),
    ...(configSchema ? { configSchema } : {}),
    ...(isStackRule(rule)
      ? stackValidation(rule, options, objects)
      : resourceValidation(rule, options, objects)),
  };
}

type Validation = Pick<ResourceValidationPolicy, "validateResource">;

function resourceValidation(
  rule: ResourceRule<object>,
  options: PolicyOptions,
  objects: ProgramObjects,
): Validation {
  const reportConfiguration = configurationReporter(rule, options);
  return {
    validateResource: (args, reportViolation) => {
      const report = reporterOf(rule, options, reportViolation);
      const views = inScope(rule, args, report, objects);
      reportConfiguration(args, views, report);
      for (const view of views) {
        evaluate(rule, options, args, view, report, (config, context) =>
          rule.check(view, config, context),
        );
      }
    },
  };
}

/**
 * A policy with both phases. The resource phase stores the inputs of each resource, and the stack phase passes them to
 * the rule. The engine shows only outputs in the stack phase, and the first preview of a resource has no outputs.
 */
function stackValidation(
  rule: StackRule<object>,
  options: PolicyOptions,
  objects: ProgramObjects,
): Validation {
  const captured = new Map<string, readonly ResourceView[]>();
  const reportConfiguration = configurationReporter(rule, options);
  const both: Validation & Pick<StackValidationPolicy, "validateStack"> = {
    validateResource: (args, reportViolation) => {
      const report = reporterOf(rule, options, reportViolation);
      const views = inScope(rule, args, report, objects);
      reportConfiguration(args, views, report);
      if (views.length > 0) captured.set(args.urn, views);
    },
    validateStack: (args, reportViolation) => {
      const program = args.resources.flatMap(
        (resource) => captured.get(resource.urn) ?? unseenViews(rule, resource, objects),
      );
      captured.clear();
      const report = reporterOf(rule, options, reportViolation);
      for (const resource of program) {
        if (!checks(rule, resource.type)) continue;
        if (isEmpty(resource)) report(unseenFinding, resource);
        else {
          evaluate(rule, options, args, resource, report, (config, context) =>
            rule.checkAmong(resource, program, config, context),
          );
        }
      }
    },
  };
  return both;
}

/** Reports what is wrong with the configuration that the engine gives, once, with the first object that the rule reads. */
function configurationReporter(rule: AnyRule, { configuration }: PolicyOptions) {
  let isReported = configuration !== undefined;
  return (args: ResourceValidationArgs, [first]: readonly ResourceView[], report: Report): void => {
    if (isReported || first === undefined) return;
    isReported = true;
    const given = args.getConfig<Readonly<Record<string, unknown>>>();
    for (const { finding, level } of configurationFindings(rule, given)) {
      report(finding, { ...first, at: [] }, level);
    }
  };
}

/** The objects of a resource that the rule reads. Reports whatever hides a guarded path of one. */
function inScope(
  rule: AnyRule,
  args: ResourceValidationArgs,
  report: Report,
  objects: ProgramObjects,
): readonly ResourceView[] {
  const views = objects
    .viewsOf(registeredOf(args), rule.id)
    .filter(({ type }) => reads(rule, type));
  for (const view of views) {
    for (const finding of ignoredChangeFindings(rule, view)) report(finding, view);
  }
  return views;
}

function unseenViews(
  rule: AnyRule,
  resource: PolicyResource,
  objects: ProgramObjects,
): readonly ResourceView[] {
  const type = typeOfToken(resource.type);
  if (!reads(rule, type)) return [];
  return objects.newViewsOf(registeredOf(resource)).filter((view) => reads(rule, view.type));
}

function typeOfToken(type: string): string {
  const token = kindOfToken(type);
  return token === undefined ? type : typeOfKind(token);
}

function registeredOf(
  resource: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props" | "opts" | "provider">,
): RegisteredResource {
  const { type, name, urn, props, opts, provider } = resource;
  return {
    type,
    name,
    urn,
    props: props as unknown,
    opts: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
    provider: provider?.urn ?? "",
  };
}

function isEmpty({ props }: ResourceView): boolean {
  return typeof props !== "object" || props === null || Object.keys(props).length === 0;
}

/** For a resource that the resource phase did not show and that has no outputs in the stack phase. */
const unseenFinding: Finding = {
  path: [],
  problem: "could not be evaluated",
  got: "a resource without inputs and without outputs",
  expected: "a resource that the program registers in this run",
  because: "A rule cannot approve a resource that it has not seen.",
  fix: "run the preview without --target, or with this resource among the targets",
};
