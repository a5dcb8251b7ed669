import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

import type { Fault, FaultPath } from "../../scheduling/values/fault";
import type { Carried } from "./carried";
import type { Strictness } from "./strictness";

/** One fault in one resource. Values come from harmless fields only: the engine masks no secrets in messages. */
export interface Finding extends Fault {
  readonly got: string;
  readonly expected: string;
  /** Why it matters for this resource, as a sentence with the computed fact; without it the rule's `why` is printed. */
  readonly because?: string;
  /** What the adapter adds about the resource, after the reason. */
  readonly note?: string;
  /** For a finding that only names something, of a rule that otherwise is mandatory. */
  readonly level?: "advisory";
  readonly fix: string;
}

/** An object as a rule sees it. `props` may hold anything; reading.ts checks types while it reads. */
export interface ResourceView {
  /** What the object is by its own `apiVersion` and `kind`; the type token for everything outside of Kubernetes. */
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  readonly urn: string;
  /** Inputs; those of a patch are joined with those of the object that it patches. */
  readonly props: unknown;
  readonly opts: ResourceOptionsView;
  /** The URN of its provider; empty for the default one. */
  readonly provider: string;
  /** Where the object is in the inputs of its resource; empty for the resource itself. */
  readonly at: FaultPath;
  /** The type token of the resource that carries the object. */
  readonly carrier?: string;
  /** What the resource carries for others to create. */
  readonly carried: Carried;
  /**
   * `joined`: a patch of an object of this program. `alone`: a patch of an object that the program does not have, which
   * creates it where the cluster has none.
   */
  readonly patch: "none" | "joined" | "alone";
  /** What a joined patch changes. */
  readonly base?: ResourceView;
  /** For a node group: the launch templates that the program registered before it. */
  readonly launchTemplates?: readonly ResourceView[];
}

/** The resource options that the policy engine shows. */
export interface ResourceOptionsView {
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
}

/** One configurable property of a rule, with the default that holds when no configuration names it. */
export interface ConfigProperty<T> {
  readonly default: T;
  /** What the property means, with its unit, as a sentence. */
  readonly description: string;
  /** JSON schema of the value, without default and description. */
  readonly schema: PolicyConfigJSONSchema;
  /** How strict a value is; absent where no value is weaker than another. */
  readonly strictness?: Strictness<T>;
}

export type ConfigSchema<C> = { readonly [K in keyof C]-?: ConfigProperty<C[K]> };

/** What a rule may know besides the resource and its configuration. */
export interface CheckContext {
  /** The day of the run; time zones have the offsets of its year (UTC). */
  readonly today: Date;
  /**
   * Whether the engine asks, which shows the children of remote components as well. In the in-process
   * check such a component is all there is.
   */
  readonly underEngine: boolean;
}

export type Severity = "low" | "medium" | "high" | "critical";
export type RuleLevel = "advisory" | "mandatory";

/** Declared once per rule. The policy, its messages, its page and its configuration schema are made from it. */
export interface RuleMetadata<C> {
  /** `<group>-<subject>[-<requirement>]`, never reused for something else. */
  readonly id: string;
  /** What is required, one sentence. */
  readonly title: string;
  /** What a violation costs, one or two sentences. */
  readonly why: string;
  readonly severity: Severity;
  readonly level: RuleLevel;
  /** Types of the objects that the rule reads: exact, or with `*` for any text. */
  readonly types: readonly string[];
  /**
   * Paths whose values decide whether the rule is met. Each must be known at preview and must not be in the
   * resource's `ignoreChanges` (ignored-changes.ts).
   */
  readonly guardedPaths: readonly FaultPath[];
  readonly config: ConfigSchema<C>;
  /** Ids of rules in other tools that require the same, such as `CKV_AWS_79` (Checkov) or `AwsSolutions-EC26` (cdk-nag). */
  readonly relatedRules: readonly string[];
  /** What an unknown value on a guarded path means: a finding at the rule's level, or the engine's advisory note. */
  readonly onUnknown: "fail" | "advisory";
  /** What the rule checks and what it leaves alone, as sentences for the rule's page. */
  readonly scope: readonly string[];
  /** Version of the pack that had the rule first. */
  readonly since: string;
}

/** A rule that checks one resource at a time, as a pure function from its inputs to its faults. */
export interface ResourceRule<C> extends RuleMetadata<C> {
  check(resource: ResourceView, config: C, context: CheckContext): readonly Finding[];
}

/**
 * A rule that needs to see other resources too. It checks at the end of the run, so it stops a preview
 * but only reports on an update that is under way.
 */
export interface StackRule<C> extends RuleMetadata<C> {
  /** The types that the rule checks. It only reads the others of `types`. */
  readonly subjects: readonly string[];
  /** @param program every resource of the rule's types, the checked one included */
  checkAmong(
    resource: ResourceView,
    program: readonly ResourceView[],
    config: C,
    context: CheckContext,
  ): readonly Finding[];
}

/** A rule with any configuration, for lists of rules. */
export type AnyRule = ResourceRule<object> | StackRule<object>;

/** The types that a rule has findings about. A stack rule also reads resources of other types. */
export function checkedTypes(rule: AnyRule): readonly string[] {
  return isStackRule(rule) ? rule.subjects : rule.types;
}

/** Whether the rule reads objects of this type. */
export function reads(rule: AnyRule, type: string): boolean {
  return rule.types.some((pattern) => isOfType(type, pattern));
}

/** Whether the rule has findings about objects of this type. */
export function checks(rule: AnyRule, type: string): boolean {
  return checkedTypes(rule).some((pattern) => isOfType(type, pattern));
}

function isOfType(type: string, pattern: string): boolean {
  if (!pattern.includes("*")) return type === pattern;
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  if (!type.startsWith(first)) return false;
  let from = first.length;
  for (const [index, part] of rest.entries()) {
    if (index === rest.length - 1 && part !== "") return type.slice(from).endsWith(part);
    const found = type.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}

export function isStackRule(rule: AnyRule): rule is StackRule<object> {
  return "checkAmong" in rule;
}
