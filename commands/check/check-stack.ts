import path from "node:path";

import { formatFaults } from "../../infra/config/config-fault";
import { projectName } from "../../infra/config/schema";
import { readStackFile } from "../../infra/checks/read-stack-file";
import { rules } from "../../policies/registry";
import { readPackConfiguration } from "./pack-configuration";
import { recordRegistrations } from "./recorder";
import { runPack } from "./run-pack";
import type { Report } from "./run-pack";

/** What the check has to say about one stack. */
export interface StackCheck {
  readonly stack: string;
  /** Faults of the stack file or of the pack's configuration, ready to print; nothing was run then. */
  readonly faults: readonly string[];
  readonly resources: number;
  readonly judged: number;
  readonly findings: readonly CheckedReport[];
  readonly defects: readonly CheckedReport[];
}

/** A report, with the runs in which it came up. */
export interface CheckedReport extends Report {
  readonly modes: readonly Mode[];
}

/** As at a first preview, when nothing exists and ids are unknown; or with all outputs known. */
export type Mode = "preview" | "update";

export interface CheckOptions {
  readonly root: string;
  readonly today: Date;
  readonly program: () => unknown;
}

/** Reads a stack file, runs the program with it in both modes and lets the pack judge each registration. */
export async function checkStack(file: string, options: CheckOptions): Promise<StackCheck> {
  const { stack, values, config, faults } = readStackFile(file);
  const nothing = { stack, resources: 0, judged: 0, findings: [], defects: [] };
  if (faults.length > 0 || config === undefined) {
    return { ...nothing, faults: [formatFaults(path.relative(options.root, file), faults)] };
  }
  const packFile = path.join(options.root, "policies", "config", `${config.environment}.json`);
  const pack = readPackConfiguration(packFile, rules);
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
  return {
    stack,
    faults: [],
    resources: Math.max(...runs.map(({ resources }) => resources)),
    judged: Math.max(...runs.map(({ run }) => run.judged)),
    findings: merged(runs.map(({ mode, run }) => ({ mode, reports: run.reports }))),
    defects: merged(runs.map(({ mode, run }) => ({ mode, reports: run.defects }))),
  };
}

/** The engine hands over text: maps, lists, numbers and booleans as JSON. */
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

/** The same report in both modes is one report. */
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
