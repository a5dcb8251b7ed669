import type { FaultPath } from "../../scheduling/values/fault";
import { fieldText } from "./message";

/**
 * The markers that the SDK sends in place of values that exist only after another resource was created.
 *
 * @see https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts
 */
const unknownMarkers: readonly string[] = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string, and what SDKs use for nearly everything
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
];

/**
 * Raised by a reader that meets a marker inside a text. The SDK's own proxy sees only texts that are
 * a marker and nothing else, so `"prefix-" + unknown` would pass as a known value.
 */
export class UnknownInTextError extends Error {
  constructor(readonly path: FaultPath) {
    super(`${fieldText(path)} is not known at preview`);
    this.name = "UnknownInTextError";
  }
}

/** Whether a text is or holds an unknown value. */
export function holdsUnknown(text: string): boolean {
  return unknownMarkers.some((marker) => text.includes(marker));
}
