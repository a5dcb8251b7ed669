import type { ReportedTrap } from "../model";
import { trapGroups } from "../trap-groups";
import { markup, type Markup } from "./markup";

/** The traps, pool by pool. */
export function trapList(traps: readonly ReportedTrap[]): Markup {
  if (traps.length === 0) return markup`<p class="good">None found.</p>`;
  return markup`<ul class="traps">${trapGroups(traps).map(
    ({ pools, id, text }) =>
      markup`<li><div class="pool">${pools.map((pool) => markup`<div>${pool}</div>`)}</div><div>${text} <span class="id">${id}</span></div></li>`,
  )}</ul>`;
}
