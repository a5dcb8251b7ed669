import path from "node:path";

import { formatFaults } from "../../infra/config/config-fault";
import { projectName } from "../../infra/config/schema";
import { readStackFile } from "../../infra/checks/read-stack-file";
import { rules } from "../../policies/registry";
import { covCarriers } from "../../policies/rules/coverage/cov-carriers";
import { weakeningsOf } from "../../policies/support/strictness";
import { readPackConfiguration } from "../../policies/support/configuration-file";
import { recordRegistrations } from "./recorder";
import { runPack } from "./run-pack";
import type { Report } from "./run-pack";

/** The result of the check for one stack. */
export interface StackCheck {
  readonly stack: string;
  /** Faults of the stack file or of the pack's configuration, ready to print. If there are any, the program was not run. */
  readonly faults: readonly string[];
  readonly resources: number;
  readonly checked: number;
  /** What the pack's configuration for the environment takes away from the rules, one line each. */
  readonly weakenings: readonly string[];
  /** How many resources have something that was not judged. */
  readonly unseen: number;
  readonly findings: readonly CheckedReport[];
  readonly defects: readonly CheckedReport[];
}

/** A report, with the modes in which it appeared. */
export interface CheckedReport extends Report {
  readonly modes: readonly Mode[];
}

/** `preview`: nothing exists yet, so ids and outputs are unknown. `update`: all outputs are known. */
export type Mode = "preview" | "update";

export interface CheckOptions {
  readonly root: string;
  readonly today: Date;
  readonly program: () => unknown;
}

/** Reads a stack file, runs the program with it in both modes, and runs the policy pack on every registered resource. */
export async function checkStack(file: string, options: CheckOptions): Promise<StackCheck> {
  const { stack, values, config, faults } = readStackFile(file);
  const nothing = {
    stack,
    resources: 0,
    checked: 0,
    weakenings: [],
    unseen: 0,
    findings: [],
    defects: [],
  };
  if (faults.length > 0 || config === undefined) {
    return { ...nothing, faults: [formatFaults(path.relative(options.root, file), faults)] };
  }
  const packFile = `policies/config/${config.environment}.json`;
  const pack = readPackConfiguration(options.root, packFile, rules);
  if (pack.faults !== undefined) return { ...nothing, faults: pack.faults };

  const runs = [];
  for (const mode of ["preview", "update"] as const) {
    const registrations = await recordRegistrations(options.program, {
      project: projectName,
      stack,
      preview: mode === "preview",
      config: asEngineConfig(values),
    });
    const run = await runPack(registrations, {
      today: options.today,
      configuration: pack.configuration,
    });
    runs.push({ mode, resources: registrations.length, run });
  }
  const findings = merged(runs.map(({ mode, run }) => ({ mode, reports: run.reports })));
  const unseen = findings.filter(({ policy }) => policy === covCarriers.id).map(({ urn }) => urn);
  return {
    stack,
    faults: [],
    weakenings: weakeningsOf(pack.configuration, rules),
    unseen: new Set(unseen).size,
    resources: Math.max(...runs.map(({ resources }) => resources)),
    checked: Math.max(...runs.map(({ run }) => run.checked)),
    findings,
    defects: merged(runs.map(({ mode, run }) => ({ mode, reports: run.defects }))),
  };
}

/** The configuration as the engine passes it: text, with maps, lists, numbers and booleans as JSON. */
export function asEngineConfig(
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.includes(":") ? key : `${projectName}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** Joins reports that are the same in both modes. */
function merged(
  runs: readonly { readonly mode: Mode; readonly reports: readonly Report[] }[],
): readonly CheckedReport[] {
  const byKey = new Map<string, CheckedReport>();
  for (const { mode, reports } of runs) {
    for (const report of reports) {
      const key = JSON.stringify([report.urn, report.policy, report.level, report.message]);
      byKey.set(key, { ...report, modes: [...(byKey.get(key)?.modes ?? []), mode] });
    }
  }
  return [...byKey.values()];
}
