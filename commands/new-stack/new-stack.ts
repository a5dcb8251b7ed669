import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { InputFault } from "../../command-line/input-fault";
import { formatFaults } from "../../infra/config/config-fault";
import { nearest } from "../../infra/config/issue-to-fault";
import { environments, projectName, type Environment } from "../../infra/config/schema";
import { systemNodeTypes } from "../../infra/checks/system-nodes-offer-check";
import { readStackFile, type StackFile } from "../../infra/checks/read-stack-file";
import { stackNames } from "../../infra/config/stack-names";
import { zonesOffering } from "../../scheduling/catalogue/offerings";
import { refuseFaultyStacks } from "../check/refuse-faulty-stacks";
import { freeRange } from "./address-range";
import { knownRegions, timeZoneOf, zoneNamesOf } from "./regions";
import { stackText } from "./stack-text";
import { tiersFor } from "./tiers";

/** Most zones that a new stack spreads over. A workshop takes what it can: few zones offer Trainium. */
const mostZones: Readonly<Record<Environment, number>> = {
  dev: 2,
  staging: 3,
  production: 3,
  workshop: 4,
};

/** A stack that does not exist yet. */
export interface DraftedStack {
  /** Name of the stack, `<environment>-<region>`. */
  readonly stack: string;
  /** Path of its file. */
  readonly file: string;
  readonly text: string;
}

/**
 * Drafts a stack and checks the draft as `npm run check` checks a stack file; writes nothing.
 *
 * @param folder the folder of the stack files
 * @throws InputFault for an unknown environment or region, for a stack that exists, when another stack has
 *   faults, and when no stack exists to take the versions from
 */
export function draftStack(folder: string, environment: string, region: string): DraftedStack {
  const faults = [
    ...unknownFaults("environment", environment, environments),
    ...unknownFaults("region", region, knownRegions),
  ];
  if (faults.length > 0) throw new InputFault(faults.join("\n"));
  const stack = `${environment}-${region}`;
  const file = path.join(folder, `Pulumi.${stack}.yaml`);
  if (existsSync(file)) {
    throw new InputFault(
      `stack: exists already, got ${JSON.stringify(stack)}; expected a new one; edit stacks/Pulumi.${stack}.yaml`,
    );
  }
  // The address range of a faulty stack is not known, and what is generated from the stacks would miss it.
  refuseFaultyStacks("new-stack", folder);
  const text = textFor(environment as Environment, region, existingStacks(folder));
  refuseFaulty(stack, text);
  return { stack, file, text };
}

function unknownFaults(what: string, got: string, known: readonly string[]): readonly string[] {
  if (known.includes(got)) return [];
  const meant = nearest(got, known);
  return [
    `${what}: unknown, got ${JSON.stringify(got)}; expected one of ${known.join(", ")}; ` +
      (meant === undefined ? `name one of them` : `did you mean ${meant}?`),
  ];
}

function existingStacks(folder: string): readonly StackFile[] {
  return stackNames(folder).map((stack) =>
    readStackFile(path.join(folder, `Pulumi.${stack}.yaml`)),
  );
}

function textFor(environment: Environment, region: string, existing: readonly StackFile[]): string {
  const cidr = freeRange(existing.flatMap(({ config }) => config?.network.cidr ?? []));
  if (cidr === undefined) {
    throw new InputFault("network.cidr: no /16 range in 10.0.0.0/8 is free; free one of a stack's");
  }
  const zones = zoneNamesOf(region, mostZones[environment]);
  const systemNodeType = systemNodeTypes.find(
    (type) => zonesOffering(type, region).length >= zones.length,
  );
  return stackText({
    environment,
    region,
    timeZone: timeZoneOf(region),
    cidr,
    podCidrs: environment === "production" ? podRanges(zones.length) : [],
    zones,
    systemNodeType: systemNodeType === systemNodeTypes[0] ? undefined : systemNodeType,
    versions: versionsFrom(environment, existing),
    tiers: tiersFor(environment, region),
  });
}

/** An eighth of each range goes to a zone, so two zones need a third range for the tiers of production. */
function podRanges(zones: number): readonly string[] {
  const count = zones < 3 ? 3 : 2;
  return Array.from({ length: count }, (_, index) => `100.${64 + index}.0.0/16`);
}

/** The versions of a stack of the same environment, else of any: what one stack runs fits together. */
function versionsFrom(environment: Environment, existing: readonly StackFile[]): unknown {
  // A stack on a cluster that exists names no add-ons.
  const sound = existing.filter(
    ({ config }) => config !== undefined && config.cluster.existing === undefined,
  );
  const model = sound.find(({ config }) => config?.environment === environment) ?? sound[0];
  if (model === undefined) {
    throw new InputFault(
      "versions: no stack file to take them from; restore one of stacks/ that makes its own cluster",
    );
  }
  return model.values[`${projectName}:versions`];
}

/** Reads the draft as any stack file is read. Faults here are faults of this command, or of its data. */
function refuseFaulty(stack: string, text: string): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), "new-stack-"));
  try {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    writeFileSync(file, text);
    const { faults } = readStackFile(file);
    if (faults.length > 0) throw new Error(formatFaults("the draft", faults));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
