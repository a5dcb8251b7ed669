import type { RefusedObject } from "../../subject/checked-pools";

/** `The API server refuses NodePool gpu`. */
export function refusedTitle({ name, isOnlyStrict }: RefusedObject): string {
  return isOnlyStrict === true
    ? `kubectl and server-side apply refuse ${name}`
    : `The API server refuses ${name}`;
}

/** What the report says of the object beside that. */
export function refusedRest({ name, isOnlyStrict }: RefusedObject): string {
  if (isOnlyStrict !== true && name.startsWith("EC2NodeClass ")) {
    return "The report is about its pools without these values.";
  }
  return isOnlyStrict === true
    ? "Without validation these fields have no effect; the report is about the object without them."
    : "Nothing else is said of it.";
}
