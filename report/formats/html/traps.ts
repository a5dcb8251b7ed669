import type { ReportModel } from "../../model";
import { noTrapsText } from "../wording/no-traps-text";
import { groupedTraps, type TrapText, type TrapGroup } from "../grouping/trap-groups";
import { markup, type Markup } from "./markup";

/** First what costs money or work, then what is good to know; by trap, and pool by pool. */
export function trapList(model: ReportModel): Markup {
  const { traps, goodToKnow } = groupedTraps(model.traps);
  const worst =
    traps.length === 0 ? markup`<p class="good">${noTrapsText(model)}</p>` : listOf("traps", traps);
  if (goodToKnow.length === 0) return worst;
  return markup`${worst}<h3>Good to know</h3>${listOf("traps mild", goodToKnow)}`;
}

function listOf(kind: string, groups: readonly TrapGroup[]): Markup {
  return markup`<ul class="${kind}">${groups.map(groupItem)}</ul>`;
}

function groupItem({ id, heading, texts }: TrapGroup): Markup {
  const label = markup`<span class="id">${id}</span>`;
  if (heading === undefined) {
    return markup`<li>${texts.map((telling) => textRow(telling, label))}</li>`;
  }
  return markup`<li><p>${heading} ${label}</p>${texts.map((telling) => textRow(telling))}</li>`;
}

function textRow({ pools, text }: TrapText, label?: Markup): Markup {
  return markup`<div class="telling"><div class="pool">${pools.map((pool) => markup`<div>${pool}</div>`)}</div><div>${text} ${label}</div></div>`;
}
