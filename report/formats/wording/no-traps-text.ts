import { counted } from "../../../scheduling/values/wording";
import type { ReportModel } from "../../model";

/** In place of the list of traps, where it is empty. It does not hide what was not judged. */
export function noTrapsText({ pools, refused, notJudged }: ReportModel): string {
  const left =
    refused.filter(({ isOnlyStrict }) => isOnlyStrict !== true).length + notJudged.length;
  if (pools.length === 0) return "No pool was judged.";
  const of = left === 0 ? "" : ` in the ${counted(pools.length, "pool")} that were judged`;
  return `None found${of}.`;
}
