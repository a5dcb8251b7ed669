import type { Environment } from "../config/schema";

/** Tags that the program adds to those of the stack file. */
export function ownTags(environment: Environment): Readonly<Record<string, string>> {
  return { environment, "managed-by": "accelerator-platform" };
}
