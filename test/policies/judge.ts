import { packName, rules } from "../../policies/registry";
import { toPolicies } from "../../policies/support/adapter";
import type { PackConfiguration } from "../../policies/support/configuration";
import type { AnyRule } from "../../policies/support/rule";
import { analyzerOf } from "../../tools/check/analyzer";
import { noOptions } from "../../tools/check/registration";
import { analyzeRequest } from "../../tools/check/requests";

/** What one rule said about a resource. */
export interface Verdict {
  readonly rule: string;
  readonly path: string;
  readonly level: "advisory" | "mandatory";
}

export interface Judgement {
  readonly verdicts: readonly Verdict[];
  readonly messages: readonly string[];
  /** Ids of rules that threw. */
  readonly crashes: readonly string[];
}

export interface JudgeOptions {
  readonly rules?: readonly AnyRule[];
  readonly configuration?: PackConfiguration;
}

export const nodePoolToken = "kubernetes:karpenter.sh/v1:NodePool";
export const nodePoolPatchToken = "kubernetes:karpenter.sh/v1:NodePoolPatch";
/** A day of a year in which New York has its two offsets and Tokyo its one. */
export const testDay = new Date(Date.UTC(2026, 5, 15));

/** Judges a resource through the SDK's own analyzer: serialised, deserialised, behind the unknown-checking proxy. */
export async function judge(
  props: object,
  type: string = nodePoolToken,
  options: JudgeOptions = {},
): Promise<Judgement> {
  const crashes: string[] = [];
  const policies = toPolicies(options.rules ?? rules, {
    today: testDay,
    configuration: options.configuration ?? {},
    onCrash: (ruleId) => crashes.push(ruleId),
  });
  const diagnostics = await analyzerOf(
    packName,
    policies,
  )(
    analyzeRequest({
      urn: `urn:pulumi:test::judge::${type}::pool`,
      type,
      name: "pool",
      properties: props as Readonly<Record<string, unknown>>,
      options: noOptions,
      provider: "",
    }),
  );
  return {
    verdicts: diagnostics.map(({ policy, level, message }) => ({
      rule: policy,
      path: /^(.*?): /.exec(message.split("\n")[1] ?? "")?.[1] ?? message,
      level,
    })),
    messages: diagnostics.map(({ message }) => message),
    crashes,
  };
}

/** Judges by one rule only. */
export async function judgeBy(
  rule: AnyRule,
  props: object,
  type: string = nodePoolToken,
  config: object = {},
): Promise<Judgement> {
  return judge(props, type, { rules: [rule], configuration: { [rule.id]: { ...config } } });
}

/** The paths of what one rule finds. */
export async function pathsBy(
  rule: AnyRule,
  props: object,
  type: string = nodePoolToken,
  config: object = {},
): Promise<readonly string[]> {
  const { verdicts } = await judgeBy(rule, props, type, config);
  return verdicts.map(({ path }) => path);
}
