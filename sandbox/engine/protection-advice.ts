import { nameOf, typeOf } from "../../command-line/urn";

/**
 * The engine's message about a protected resource, with the keys of the stack file in place of the engine's own advice:
 * `protect` is no flag in this program's code, and `pulumi state unprotect` leaves the stack file as it is.
 */
export function withStackFileKeys(message: string, urn: string): string {
  const advice = message.search(
    /\bTo unprotect the resource, (either )?remove the `protect` flag from the resource/,
  );
  return advice === -1 ? message : `${message.slice(0, advice)}${adviceFor(urn)}`;
}

function adviceFor(urn: string): string {
  const stackKey = "accelerator-platform:protect: false";
  if (!typeOf(urn).endsWith(":NodePool")) return `Set ${stackKey}, deploy, and try again.`;
  const key = `tiers.${nameOf(urn).replace(/-node-pool$/, "")}.protect: false`;
  return `Set ${key} or ${stackKey}, deploy, and try again; if the tier has been removed from the stack file, put it back first.`;
}
