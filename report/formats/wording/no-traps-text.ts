import { counted } from "../../../scheduling/values/wording";
import type { ReportModel } from "../../model";

/** In place of the list of traps, where it is empty. It does not hide what was not checked. */
export function noTrapsText({ pools, refused, notChecked }: ReportModel): string {
  const left =
    refused.filter(({ isOnlyStrict }) => isOnlyStrict !== true).length + notChecked.length;
  if (pools.length === 0) return "No pool was checked.";
  const of = left === 0 ? "" : ` in the ${counted(pools.length, "pool")} that were checked`;
  return `None found${of}.`;
}
