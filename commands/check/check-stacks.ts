import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { type FolderFault, formatFolderFault } from "../../infra/config/config-fault";
import { stackFileSchemaText } from "../../infra/config/json-schema";
import { stackOfArgument } from "../../infra/config/stack-argument";
import {
  misnamedStackFiles,
  noStackFaults,
  stackNames,
  unknownStack,
} from "../../infra/config/stack-names";
import { checkStack } from "./check-stack";
import { formatStackCheck, passes } from "./report";
import { sharedClusterNames } from "./shared-cluster-names";
import { spotRoleOwners } from "./spot-role-owners";

/**
 * Checks stacks and prints their faults and findings. Returns whether there is nothing to correct.
 *
 * @param args names of stacks or paths of their files; none for all stacks
 */
export async function checkStacks(root: string, args: readonly string[]): Promise<boolean> {
  const folder = path.join(root, "stacks");
  const named = args.map((argument) => stackOfArgument(folder, argument));
  const faults = stackFaults(folder, named);
  if (faults.length > 0) {
    console.error(textOf(faults));
    return false;
  }
  const stale = schemaFault(folder);
  if (stale !== undefined) console.error(formatFolderFault(stale));

  // Loading the provider SDKs takes most of the time. A wrong stack name is reported before.
  const { default: program } = await import("../../infra/index");
  const ofFolder = [
    ...misnamedStackFiles(folder),
    ...sharedClusterNames(folder),
    ...spotRoleOwners(folder),
  ];
  if (ofFolder.length > 0) console.error(textOf(ofFolder));
  let passed = stale === undefined && ofFolder.length === 0;
  for (const stack of named.length > 0 ? named : stackNames(folder)) {
    const file = path.join(folder, `Pulumi.${stack}.yaml`);
    const check = await checkStack(file, { root, today: new Date(), program });
    console.log(formatStackCheck(check));
    passed &&= passes(check);
  }
  return passed;
}

function textOf(faults: readonly FolderFault[]): string {
  return faults.map(formatFolderFault).join("\n");
}

function stackFaults(folder: string, named: readonly string[]): readonly FolderFault[] {
  if (named.length === 0) return noStackFaults(folder);
  return named.flatMap((stack) => unknownStack(folder, stack) ?? []);
}

/** Editors check stack files against the generated schema, so an outdated schema would mislead them. */
function schemaFault(folder: string): FolderFault | undefined {
  const file = path.join(folder, "schema.json");
  const current = existsSync(file) && readFileSync(file, "utf8") === stackFileSchemaText();
  if (current) return undefined;
  return {
    path: [],
    source: "stacks/schema.json",
    problem: "not current",
    got: "a file that differs from infra/config/schema.ts",
    expected: "the generated one",
    fix: "run npm run generate",
  };
}
