import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import { rendered } from "../../scheduling/values/fault";
import type { FolderFault } from "./config-fault";
import { nearest } from "./issue-to-fault";

/** Names of the stacks in a folder, from their file names, sorted. */
export function stackNames(folder: string): readonly string[] {
  return namesWithEnding(folder, "yaml");
}

/** Why there is no such stack, with the nearest that is; nothing when there is one. */
export function unknownStack(folder: string, stack: string): FolderFault | undefined {
  const names = stackNames(folder);
  if (names.includes(stack)) return undefined;
  if (namesWithEnding(folder, "yml").includes(stack)) return misnamed(folder, stack);
  const meant = isStackName(stack) ? nearest(stack, names) : undefined;
  const known = names.length === 0 ? `no stack file in ${folder}` : `one of ${names.join(", ")}`;
  return {
    path: ["stack"],
    problem: "unknown",
    got: rendered(stack),
    expected: known,
    fix: meant === undefined ? adviceFor(stack) : `did you mean ${meant}?`,
  };
}

function adviceFor(stack: string): string {
  return isStackName(stack)
    ? `add stacks/Pulumi.${stack}.yaml to make it one`
    : "name a stack, or a file of stacks/";
}

/** The characters that Pulumi allows: https://www.pulumi.com/docs/iac/concepts/stacks/#create-stack */
function isStackName(text: string): boolean {
  return /^[\w.-]+$/.test(text);
}

/** Why no stack can be chosen: the folder has no stack file. Empty when it has one. */
export function noStackFaults(folder: string): readonly FolderFault[] {
  if (stackNames(folder).length > 0) return [];
  return [
    ...misnamedStackFiles(folder),
    {
      path: ["stacks"],
      problem: "no stack file",
      got: "an empty folder",
      expected: "stacks/Pulumi.<environment>-<region>.yaml",
      fix: "add one",
    },
  ];
}

/** A fault for each stack file that Pulumi would not read, because its name ends in `.yml`. */
export function misnamedStackFiles(folder: string): readonly FolderFault[] {
  return namesWithEnding(folder, "yml").map((stack) => misnamed(folder, stack));
}

function namesWithEnding(folder: string, ending: "yaml" | "yml"): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith("Pulumi.") && file.endsWith(`.${ending}`))
    .map((file) => file.slice("Pulumi.".length, -`.${ending}`.length))
    .filter((stack) => stack !== "")
    .sort();
}

/** Pulumi takes the ending from the project file, `Pulumi.yaml`. */
function misnamed(folder: string, stack: string): FolderFault {
  const file = `${path.basename(folder)}/Pulumi.${stack}`;
  return {
    path: [],
    source: `${file}.yml`,
    problem: "Pulumi does not read it",
    got: "the ending .yml",
    expected: ".yaml",
    fix: `rename it to ${file}.yaml`,
  };
}
