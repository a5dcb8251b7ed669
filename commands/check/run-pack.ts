import { packName, rules } from "../../policies/registry";
import { packRepository } from "../../policies/repository";
import { toPolicies } from "../../policies/support/adapter";
import { levelOf } from "../../policies/support/configuration";
import type { PackConfiguration } from "../../policies/support/configuration";
import type { AnyRule } from "../../policies/support/rule";
import { analyzerOf } from "./analyzer";
import type { Diagnostic } from "./analyzer";
import type { Registration } from "./registration";
import { analyzeRequest, analyzeStackRequest } from "./requests";

/** A finding of the pack about a resource, or of the check about the pack. */
export interface Report {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly message: string;
}

export interface PackRun {
  /** How many resources are in the scope of at least one rule. */
  readonly checked: number;
  readonly reports: readonly Report[];
  /** Defects of the pack: rules that threw, or whose result the SDK discarded. */
  readonly defects: readonly Report[];
}

export interface PackRunOptions {
  readonly today: Date;
  readonly configuration: PackConfiguration;
  readonly rules?: readonly AnyRule[];
}

/** Runs the pack as the engine does: every rule on each resource, then on all resources together. */
export async function runPack(
  registrations: readonly Registration[],
  options: PackRunOptions,
): Promise<PackRun> {
  const activeRules = options.rules ?? rules;
  const crashed: string[] = [];
  const policies = toPolicies(activeRules, {
    ...options,
    repository: packRepository,
    onCrash: (ruleId) => crashed.push(ruleId),
  });
  const analyzer = analyzerOf(packName, policies);
  const reports: Report[] = [];
  const defects: Report[] = [];
  const sort = (diagnostics: readonly Diagnostic[], about?: Registration): void => {
    for (const { urn, ...diagnostic } of diagnostics) {
      const subject = about ?? registrations.find((registration) => registration.urn === urn);
      const { type = "", name = "" } = subject ?? {};
      const report = { ...diagnostic, type, name, urn: subject?.urn ?? urn };
      if (crashed.includes(report.policy) || isExcused(report, activeRules)) defects.push(report);
      else reports.push(report);
    }
    crashed.length = 0;
  };
  for (const registration of patchesLast(registrations)) {
    sort(await analyzer.resource(analyzeRequest(registration, registrations)), registration);
  }
  sort(await analyzer.stack(analyzeStackRequest(registrations)));
  const isOn = (rule: AnyRule): boolean => levelOf(rule, options.configuration) !== "disabled";
  // A rule about all types of a kind searches them for something, and approves none.
  const judged = new Set(activeRules.filter(isOn).flatMap(({ types }) => types));
  return {
    checked: registrations.filter(({ type }) => judged.has(type.replace(/Patch$/, ""))).length,
    reports,
    defects,
  };
}

/** The engine registers what a patch depends on before the patch. Registrations are in the order of their URNs here. */
function patchesLast(registrations: readonly Registration[]): readonly Registration[] {
  const isPatch = ({ type }: Registration): boolean => type.endsWith("Patch");
  return [...registrations.filter((one) => !isPatch(one)), ...registrations.filter(isPatch)];
}

/** The SDK turns a mandatory policy that reads an unknown value into an advisory note. Rules guard their paths, so this must not happen. */
function isExcused({ policy, message }: Report, activeRules: readonly AnyRule[]): boolean {
  return (
    message.startsWith(`can't run policy '${policy}'`) &&
    activeRules.some((rule) => rule.id === policy && rule.onUnknown === "fail")
  );
}
