import type {
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { configSchemaOf, levelOf } from "./configuration";
import { ignoredGuards } from "./ignored-guards";
import { viewOf, judged, reporterOf } from "./judging";
import type { PolicyOptions, Report } from "./judging";
import { docsUrl } from "./message";
import { isStackRule } from "./rule";
import type { AnyRule, Finding, ResourceRule, ResourceView, StackRule } from "./rule";

export type { PolicyOptions } from "./judging";

/** Turns rules into CrossGuard policies that fail closed and never throw. */
export function toPolicies(
  rules: readonly AnyRule[],
  options: PolicyOptions,
): ResourceValidationPolicy[] {
  return rules.map((rule) => toPolicy(rule, options));
}

function toPolicy(rule: AnyRule, options: PolicyOptions): ResourceValidationPolicy {
  const { configuration } = options;
  const configSchema = configSchemaOf(rule);
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.why,
    severity: rule.severity,
    enforcementLevel: configuration ? levelOf(rule, configuration) : rule.level,
    tags: [rule.id.split("-")[0] ?? rule.id, ...rule.anchors],
    url: docsUrl(rule.id),
    ...(configSchema ? { configSchema } : {}),
    ...(isStackRule(rule) ? stackValidation(rule, options) : resourceValidation(rule, options)),
  };
}

type Validation = Pick<ResourceValidationPolicy, "validateResource">;

function resourceValidation(rule: ResourceRule<object>, options: PolicyOptions): Validation {
  return {
    validateResource: (args, reportViolation) => {
      const report = reporterOf(rule, options, reportViolation);
      if (!isGuarded(rule, args, report)) return;
      const resource = viewOf(args);
      judged(rule, options, args, resource, report, (config, context) =>
        rule.check(resource, config, context),
      );
    },
  };
}

/**
 * Both phases in one policy: the first keeps what each resource was asked to be, the second judges that.
 * What the engine shows in the second are outputs, which a first preview has not.
 */
function stackValidation(rule: StackRule<object>, options: PolicyOptions): Validation {
  const captured = new Map<string, ResourceView>();
  const both: Validation & Pick<StackValidationPolicy, "validateStack"> = {
    validateResource: (args, reportViolation) => {
      if (isGuarded(rule, args, reporterOf(rule, options, reportViolation))) {
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
          judged(rule, options, args, resource, report, (config, context) =>
            rule.checkAmong(resource, program, config, context),
          );
        }
      }
    },
  };
  return both;
}

/**
 * Whether the rule is to look at the resource. Types of others are left before anything of them is read; what keeps
 * the rule from seeing what it guards is reported.
 */
function isGuarded(rule: AnyRule, args: ResourceValidationArgs, report: Report): boolean {
  const version = unknownVersion(rule, args.type);
  if (version !== undefined) report(version, viewOf(args));
  if (!rule.types.includes(args.type)) return false;
  for (const finding of ignoredGuards(rule, args.opts.ignoreChanges)) report(finding, viewOf(args));
  return true;
}

function isEmpty({ props }: ResourceView): boolean {
  return typeof props !== "object" || props === null || Object.keys(props).length === 0;
}

/** A resource that the first phase has not shown, and of which the second knows nothing. */
const unseenFinding: Finding = {
  path: [],
  problem: "could not be evaluated",
  got: "a resource without inputs and without outputs",
  expected: "a resource that the program registers in this run",
  because: "What a rule has not seen, it cannot approve.",
  fix: "run the preview without --target, or with this resource among the targets",
};

/** The finding for a guarded kind that the rule does not know in this version, or in a list. */
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
