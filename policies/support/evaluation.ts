import type { FaultPath } from "../../scheduling/values/fault";
import type { EnforcementLevel, ReportViolation, ResourceValidationArgs } from "@pulumi/policy";

import { configOf, givenFor } from "./configuration";
import type { PackConfiguration } from "./configuration";
import { fieldText, formatMessage } from "./message";
import { withoutUnknownTexts } from "./quoted";
import type { AnyRule, CheckContext, Finding, ResourceView } from "./rule";
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
  /** Web address of the repository with the rules' pages; without it messages name the local files. */
  readonly repository?: string | undefined;
  /** Called for every rule that crashed. The crash is reported as a finding too. Tests assert that no rule crashes. */
  readonly onCrash?: (ruleId: string, error: unknown) => void;
  /** Called with every finding as data, because the report that the engine gets is text. */
  readonly onFinding?: (rule: AnyRule, resource: ResourceView, finding: Finding) => void;
}

/** Reports a finding about a resource, at the rule's level unless another is given. */
export type Report = (
  finding: Finding,
  resource: ResourceView,
  enforcementLevel?: EnforcementLevel,
) => void;

/** The object form of a violation: its text is printed as it is, and its level can differ from the policy's. */
interface Violation {
  readonly message: string;
  /** Whom it is about; in the first phase the engine fills it in. */
  readonly urn: string;
  readonly enforcementLevel?: EnforcementLevel;
}

export function reporterOf(
  rule: AnyRule,
  options: PolicyOptions,
  reportViolation: ReportViolation,
): Report {
  return (found, resource, enforcementLevel) => {
    const finding = placed(found, resource);
    const level = enforcementLevel ?? finding.level;
    const violation: Violation = {
      message: formatMessage(rule, finding, options.repository),
      urn: resource.urn,
      ...(level === undefined ? {} : { enforcementLevel: level }),
    };
    // The SDK declares the text form only, and prefixes it with the policy's description.
    (reportViolation as unknown as (violation: Violation) => void)(violation);
    options.onFinding?.(rule, resource, finding);
  };
}

/** The finding with its place in the resource, and with what a patch alone means. */
function placed(finding: Finding, { at, patch }: ResourceView): Finding {
  const path = [...at, ...finding.path];
  if (patch !== "alone") return { ...finding, path };
  return { ...finding, path, note: loneNote };
}

const loneNote =
  "The program does not have the object that this patch changes, and a patch creates what the cluster does not have. " +
  "So it is checked as a whole object: declare the object in this program, before the patch, or write all of it here.";

/** Runs `check` and reports its findings. An unknown value or a crash is reported as a finding too. */
export function evaluate(
  rule: AnyRule,
  options: PolicyOptions,
  args: Pick<ResourceValidationArgs, "getConfig">,
  resource: ResourceView,
  report: Report,
  check: (config: object, context: CheckContext) => readonly Finding[],
): void {
  const { configuration, today } = options;
  try {
    const given = configuration ? givenFor(rule, configuration) : args.getConfig<object>();
    const context = { today, underEngine: configuration === undefined };
    check(configOf(rule, given), context).forEach((finding) => {
      report(finding, resource);
    });
  } catch (error) {
    const path = unknownPath(error);
    if (path !== undefined) {
      if (rule.onUnknown === "advisory" && isUnknownValueError(error)) throw error;
      report(unknownFinding(path), resource);
      return;
    }
    options.onCrash?.(rule.id, error);
    report(crashFinding(rule, error), resource, "mandatory");
  }
}

function unknownFinding(path: FaultPath): Finding {
  return {
    path,
    problem: "not known at preview",
    got: "a value that exists only after another resource was created",
    expected: "a plain value",
    because: "A rule that cannot read a value before the deployment cannot prevent anything.",
    fix: `make ${fieldText(path)} a plain value of the program or of its configuration`,
  };
}

/** A rule that crashed has not approved the resource. The text has no stack trace, because its reader could not act on one. */
function crashFinding(rule: AnyRule, error: unknown): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return {
    path: [],
    problem: `rule ${rule.id} could not check this resource`,
    got: withoutUnknownTexts(text.split("\n")[0] ?? "", undefined),
    expected: "a resource that the rule can read",
    because: "This is a defect of the policy pack, or a resource of an unexpected shape.",
    fix: `correct the resource, or report the defect with the resource's inputs`,
  };
}
