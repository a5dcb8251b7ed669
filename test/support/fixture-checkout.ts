import { cpSync, rmSync } from "node:fs";
import path from "node:path";

import { copyCheckout } from "../../dev/bench/checkout-copy";
import { fixtureStacks } from "./stack-values";
import { temporaryFolder } from "./temporary-folder";

let shared: string | undefined;

/**
 * A copy of the checkout whose stacks are the fixture stacks, for tests that start a command as a process.
 * All tests of this process share it, so they must not write to it. It is removed when the process ends.
 */
export function fixtureCheckout(): string {
  if (shared !== undefined) return shared;
  const folder = temporaryFolder();
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  copyFixtureCheckout(folder);
  shared = folder;
  return folder;
}

/** Writes such a copy to a folder that a test may change. */
export function copyFixtureCheckout(folder: string): void {
  copyCheckout(folder);
  const stacks = path.join(folder, "stacks");
  // The generated schema stays: it is the same for every stack.
  rmSync(stacks, { recursive: true });
  cpSync(path.join(__dirname, "../../stacks/schema.json"), path.join(stacks, "schema.json"));
  cpSync(fixtureStacks, stacks, { recursive: true });
}
