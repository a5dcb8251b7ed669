import type {
  EnforcementLevel,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
} from "@pulumi/policy";

import { configOf, configSchemaOf, givenFor, levelOf } from "./configuration";
import type { PackConfiguration } from "./configuration";
import { docsUrl, formatMessage } from "./message";
import type { AnyRule, Finding, ResourceView } from "./rule";
import { isUnknownValueError, unknownPath } from "./unknown-values";

/** How the rules become policies. */
export interface PolicyOptions {
  /** The day of the run. */
  readonly today: Date;
  /**
   * The configuration where no engine provides one (the in-process check, tests). Without it each
   * policy asks the engine.
   */
  readonly configuration?: PackConfiguration;
  /** Told of every rule that crashed, besides the finding; tests assert that none did. */
  readonly onCrash?: (ruleId: string, error: unknown) => void;
  /** Told of every finding, besides the report: the report is text only. */
  readonly onFinding?: (rule: AnyRule, resource: ResourceView, finding: Finding) => void;
}

/** The object form of a violation: its text is printed as it is, and its level can differ from the policy's. */
interface Violation {
  readonly message: string;
  readonly enforcementLevel?: EnforcementLevel;
}

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
    validateResource: (args, reportViolation) => judge(rule, options, args, reportViolation),
  };
}

function judge(
  rule: AnyRule,
  options: PolicyOptions,
  args: ResourceValidationArgs,
  reportViolation: ReportViolation,
): void {
  // Types of others are left before anything of them is read.
  const version = unknownVersion(rule, args.type);
  if (!rule.types.includes(args.type) && version === undefined) return;
  const report = (finding: Finding, enforcementLevel?: EnforcementLevel): void => {
    const message = formatMessage(rule, finding);
    const violation: Violation = { message, ...(enforcementLevel ? { enforcementLevel } : {}) };
    // The SDK declares the text form only, and prefixes it with the policy's description.
    (reportViolation as unknown as (violation: Violation) => void)(violation);
    options.onFinding?.(rule, viewOf(args), finding);
  };
  if (version !== undefined) return report(version);
  try {
    const given = options.configuration
      ? givenFor(rule, options.configuration)
      : args.getConfig<object>();
    rule.check(viewOf(args), configOf(rule, given), { today: options.today }).forEach((finding) => {
      report(finding);
    });
  } catch (error) {
    const path = unknownPath(error);
    if (path !== undefined) {
      if (rule.onUnknown === "advisory" && isUnknownValueError(error)) throw error;
      report(unknownFinding(path));
      return;
    }
    options.onCrash?.(rule.id, error);
    report(crashFinding(rule, error), "mandatory");
  }
}

function viewOf(args: ResourceValidationArgs): ResourceView {
  const { type, name, urn, props, opts } = args;
  return {
    type,
    name,
    urn,
    props: props as unknown,
    opts: { protect: opts.protect, ignoreChanges: opts.ignoreChanges },
  };
}

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
    path: "apiVersion",
    problem: `unsupported version of ${kind}`,
    got: `${group}/${version} ${kind}`,
    expected: guarded.replace("kubernetes:", "").replace(":", " "),
    because:
      "The rule does not know the fields of this version, so it cannot approve the resource.",
    fix: `write the resource as ${guarded.replace("kubernetes:", "").replace(":", " ")}`,
  };
}

function unknownFinding(path: string): Finding {
  return {
    path,
    problem: "not known at preview",
    got: "a value that exists only after another resource was created",
    expected: "a plain value",
    because: "A rule that cannot read a value before the deployment cannot prevent anything.",
    fix: `make ${path} a plain value of the program or of its configuration`,
  };
}

/** A rule that crashed has approved nothing; the text has no stack, which nobody could act on. */
function crashFinding(rule: AnyRule, error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return {
    path: "resource",
    problem: `rule ${rule.id} could not judge this resource`,
    got: text.split("\n")[0] ?? "",
    expected: "a resource that the rule can read",
    because: "This is a defect of the policy pack, or a resource of a shape that nobody foresaw.",
    fix: `correct the resource, or report the defect with the resource's inputs`,
  };
}
