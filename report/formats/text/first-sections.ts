/** What a reader should see first: the worst items, and what is refused or not checked. */

import type { ReportModel } from "../../model";
import { refusedRest, refusedTitle } from "../wording/refusal-words";
import { worstFirst } from "../wording/worst-first";
import { bullet, wrapped } from "./layout";

export function worstText(model: ReportModel, width: number): string {
  return worstFirst(model)
    .map(({ place, text, fix }, index) => {
      const at = place === undefined ? "" : ` (${place})`;
      const lines = [
        wrapped(`${text}${at}`, width - 3, "   "),
        `   ${wrapped(fix, width - 3, "   ")}`,
      ];
      return `${index + 1}. ${lines.join("\n")}`;
    })
    .join("\n");
}

export function refusedText({ refused }: ReportModel, width: number): string {
  return refused
    .flatMap((one) => {
      const at = one.file === "" ? "" : ` (${one.file}:${one.line})`;
      return [
        bullet(`${refusedTitle(one)}${at}. ${refusedRest(one)}`, width),
        ...one.faults.map((fault) => `  - ${wrapped(fault, width - 4, "    ")}`),
      ];
    })
    .join("\n");
}

export function notCheckedText({ notChecked }: ReportModel, width: number): string {
  return notChecked
    .map(({ pool, file, line, reason }) => bullet(`${pool} (${file}:${line}): ${reason}.`, width))
    .join("\n");
}
