import { packName, rules } from "../../policies/registry";
import { toPolicies } from "../../policies/support/adapter";
import type { PackConfiguration } from "../../policies/support/configuration";
import type { AnyRule } from "../../policies/support/rule";
import { analyzerOf } from "../../commands/check/analyzer";
import type { Diagnostic } from "../../commands/check/analyzer";
import type { RegistrationOptions } from "../../commands/check/registration";
import { noOptions } from "../support/registration-options";
import { analyzeRequest, analyzeStackRequest } from "../../commands/check/requests";
import type { FixtureResource } from "../../dev/generate/policy-fixtures";

/** What one rule said about a resource. */
export interface Verdict {
  readonly rule: string;
  /** Name of the resource. */
  readonly resource: string;
  readonly path: string;
  readonly level: "advisory" | "mandatory";
}

export interface CheckOutcome {
  readonly verdicts: readonly Verdict[];
  readonly messages: readonly string[];
  /** Ids of rules that threw. */
  readonly crashes: readonly string[];
}

export interface CheckOptions {
  readonly rules?: readonly AnyRule[];
  readonly configuration?: PackConfiguration;
  readonly repository?: string;
}

export const nodePoolToken = "kubernetes:karpenter.sh/v1:NodePool";
export const nodePoolPatchToken = "kubernetes:karpenter.sh/v1:NodePoolPatch";
/** A day of a year in which New York has its two offsets and Tokyo its one. */
export const testDay = new Date(Date.UTC(2026, 5, 15));

/** Checks a resource through the SDK's own analyzer: serialised, deserialised, behind the unknown-checking proxy. */
export async function checkResource(
  props: object,
  type: string = nodePoolToken,
  options: CheckOptions = {},
): Promise<CheckOutcome> {
  const properties = props as Readonly<Record<string, unknown>>;
  return checkProgram([{ type, name: "pool", properties }], options);
}

/** Checks resources as the engine does: each of them, then all together. */
export async function checkProgram(
  resources: readonly (FixtureResource & Pick<Partial<RegistrationOptions>, "ignoreChanges">)[],
  options: CheckOptions = {},
): Promise<CheckOutcome> {
  const crashes: string[] = [];
  const policies = toPolicies(options.rules ?? rules, {
    today: testDay,
    configuration: options.configuration ?? {},
    repository: options.repository,
    onCrash: (ruleId) => crashes.push(ruleId),
  });
  const registrations = resources.map(
    ({ ignoreChanges = [], protect = true, provider, ...resource }) => ({
      urn: `urn:pulumi:test::check::${resource.type}::${resource.name}`,
      ...resource,
      // What is undefined does not get on the wire.
      properties: JSON.parse(JSON.stringify(resource.properties)) as FixtureResource["properties"],
      options: { ...noOptions, protect, ignoreChanges },
      provider:
        provider === undefined
          ? ""
          : `urn:pulumi:test::check::pulumi:providers:kubernetes::${provider}::id`,
    }),
  );
  const analyzer = analyzerOf(packName, policies);
  const diagnostics: (Diagnostic & { readonly resource: string })[] = [];
  for (const registration of registrations) {
    for (const diagnostic of await analyzer.resource(analyzeRequest(registration, registrations))) {
      diagnostics.push({ ...diagnostic, resource: registration.name });
    }
  }
  for (const diagnostic of await analyzer.stack(analyzeStackRequest(registrations))) {
    diagnostics.push({ ...diagnostic, resource: diagnostic.urn.split("::").at(-1) ?? "" });
  }
  return {
    verdicts: diagnostics.map(({ policy, resource, level, message }) => ({
      rule: policy,
      resource,
      path: /^(.*?): /.exec(message.split("\n")[1] ?? "")?.[1] ?? message,
      level,
    })),
    messages: diagnostics.map(({ message }) => message),
    crashes,
  };
}

/** Checks by one rule only. */
export async function checkBy(
  rule: AnyRule,
  props: object,
  type: string = nodePoolToken,
  config: object = {},
): Promise<CheckOutcome> {
  return checkResource(props, type, { rules: [rule], configuration: { [rule.id]: { ...config } } });
}

/** The paths of what one rule finds. */
export async function pathsBy(
  rule: AnyRule,
  props: object,
  type: string = nodePoolToken,
  config: object = {},
): Promise<readonly string[]> {
  const { verdicts } = await checkBy(rule, props, type, config);
  return verdicts.map(({ path }) => path);
}
