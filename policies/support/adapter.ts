import type {
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { configSchemaOf, levelOf } from "./configuration";
import { evaluate, reporterOf, viewOf } from "./evaluation";
import type { PolicyOptions, Report } from "./evaluation";
import { ignoredChangeFindings } from "./ignored-changes";
import { rulePageUrl } from "./rule-page";
import { isStackRule } from "./rule";
import type { AnyRule, Finding, ResourceRule, ResourceView, StackRule } from "./rule";

/** Turns rules into CrossGuard policies. A policy never throws: a rule that cannot decide is a finding. */
export function toPolicies(
  rules: readonly AnyRule[],
  options: PolicyOptions,
): ResourceValidationPolicy[] {
  return rules.map((rule) => toPolicy(rule, options));
}

function toPolicy(rule: AnyRule, options: PolicyOptions): ResourceValidationPolicy {
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
    ...(isStackRule(rule) ? stackValidation(rule, options) : resourceValidation(rule, options)),
  };
}

type Validation = Pick<ResourceValidationPolicy, "validateResource">;

function resourceValidation(rule: ResourceRule<object>, options: PolicyOptions): Validation {
  return {
    validateResource: (args, reportViolation) => {
      const report = reporterOf(rule, options, reportViolation);
      if (!isInScope(rule, args, report)) return;
      const resource = viewOf(args);
      evaluate(rule, options, args, resource, report, (config, context) =>
        rule.check(resource, config, context),
      );
    },
  };
}

/**
 * A policy with both phases. The resource phase stores the inputs of each resource, and the stack phase passes them to
 * the rule. The engine shows only outputs in the stack phase, and the first preview of a resource has no outputs.
 */
function stackValidation(rule: StackRule<object>, options: PolicyOptions): Validation {
  const captured = new Map<string, ResourceView>();
  const both: Validation & Pick<StackValidationPolicy, "validateStack"> = {
    validateResource: (args, reportViolation) => {
      if (isInScope(rule, args, reporterOf(rule, options, reportViolation))) {
        captured.set(args.urn, viewOf(args));
      }
    },
    validateStack: (args, reportViolation) => {
      const program = args.resources
        .filter(({ type }) => rule.types.includes(type))
        .map((resource) => captured.get(resource.urn) ?? viewOf(resource));
      captured.clear();
      const report = reporterOf(rule, options, reportViolation);
      for (const resource of program) {
        if (!rule.subjects.includes(resource.type)) continue;
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

/**
 * Whether the rule reads this resource. Skips other resource types without reading them; reports anything that hides a
 * guarded path.
 */
function isInScope(rule: AnyRule, args: ResourceValidationArgs, report: Report): boolean {
  const version = unknownVersion(rule, args.type);
  if (version !== undefined) report(version, viewOf(args));
  if (!rule.types.includes(args.type)) return false;
  for (const finding of ignoredChangeFindings(rule, args.opts.ignoreChanges)) {
    report(finding, viewOf(args));
  }
  return true;
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

/** The finding for a resource of the rule's kind in another API version, or in a list of that kind. */
function unknownVersion(rule: AnyRule, type: string): Finding | undefined {
  if (rule.types.includes(type)) return undefined;
  const [, group, version, kind] = /^kubernetes:([^/]+)\/([^:]+):(\w+)$/.exec(type) ?? [];
  if (group === undefined || version === undefined || kind === undefined) return undefined;
  const guarded = rule.types.find((known) => {
    const [, knownGroup, knownKind] = /^kubernetes:([^/]+)\/[^:]+:(\w+)$/.exec(known) ?? [];
    return knownGroup === group && (knownKind === kind || `${knownKind}List` === kind);
  });
  if (guarded === undefined) return undefined;
  return {
    path: ["apiVersion"],
    problem: `unsupported version of ${kind}`,
    got: `${group}/${version} ${kind}`,
    expected: guarded.replace("kubernetes:", "").replace(":", " "),
    because:
      "The rule does not know the fields of this version, so it cannot approve the resource.",
    fix: `write the resource as ${guarded.replace("kubernetes:", "").replace(":", " ")}`,
  };
}
