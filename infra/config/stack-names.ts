import { existsSync, readdirSync } from "node:fs";

import { nearest } from "./issue-to-fault";

/** Names of the stacks in a folder, from their file names, sorted. */
export function stackNames(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
}

/** Why there is no such stack, with the nearest that is; nothing when there is one. */
export function unknownStack(folder: string, stack: string): string | undefined {
  const names = stackNames(folder);
  if (names.includes(stack)) return undefined;
  const meant = nearest(stack, names);
  const known = names.length === 0 ? `no stack file in ${folder}` : `one of ${names.join(", ")}`;
  return [
    `stack: unknown, got ${JSON.stringify(stack)}; expected ${known}`,
    meant === undefined
      ? `add stacks/Pulumi.${stack}.yaml to make it one`
      : `did you mean ${meant}?`,
  ].join("; ");
}
