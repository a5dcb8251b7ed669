import type { QuotaNeed } from "../../answers/limits/quota-needs";
import { neededText, partsText, quotaSentences } from "../wording/quota-text";
import { markup, type Markup } from "./markup";

/** The quotas that the stack needs, and which pool needs how much. */
export function quotaTable(quotas: readonly QuotaNeed[]): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Quotas"><table><thead><tr><th scope="col">Quota</th><th scope="col">Code</th><th scope="col">Unit</th><th scope="col" class="number">Needed</th><th scope="col">By</th></tr></thead><tbody>${quotas.map(
    ({ name, code, unit, needed, parts }) =>
      markup`<tr><th scope="row">${name}</th><td class="nowrap">${code}</td><td>${unit}</td><td class="number">${neededText(needed)}</td><td>${partsText(parts)}</td></tr>`,
  )}</tbody></table></div>
<ul class="small">${quotaSentences.map((one) => markup`<li>${one}</li>`)}</ul>`;
}
