import type {
  LaunchableOfferings,
  ZoneOfferings,
} from "../../answers/launchable/launchable-offerings";
import { counted, listed } from "../../../scheduling/values/wording";
import { zonePatterns, type ZonePattern } from "../grouping/zone-patterns";
import { markup, type Markup } from "./markup";
import { label, picture, rectangle } from "./svg";

const rowHeight = 24;

/** What each zone offers of a pool's types: one row for families with the same pattern. */
export function zoneMatrix(launchable: LaunchableOfferings): Markup {
  const { pool, types, zones } = launchable;
  const patterns = zonePatterns(launchable);
  if (zones.length === 0 || patterns.length === 0) {
    return markup`<p>${nothingText(launchable)}</p>`;
  }
  return markup`<figure>
<div class="strip" aria-hidden="true"><div></div><div class="zones">${zones.map((zone) => markup`<span>${zoneName(zone)}</span>`)}</div></div>
${patterns.map((pattern) => patternRow(pool, zones, pattern))}
<figcaption>${counted(types.length, "type")}. Filled: the zone offers all of the row's types; framed: some of them; a dash: none.</figcaption>
</figure>`;
}

function patternRow(pool: string, zones: readonly ZoneOfferings[], pattern: ZonePattern): Markup {
  const width = 100 / zones.length;
  const cells = pattern.offered.flatMap((offered, index) =>
    cell(index * width, width, offered, pattern.types, zones[index]),
  );
  const summary = zones.map(
    (zone, index) => `${zoneName(zone)} ${pattern.offered[index]} of ${pattern.types}`,
  );
  return markup`<div class="strip"><div class="name">${familyText(pattern.families)}</div><div>${picture(
    {
      title: `Types of ${listed(pattern.families)} that ${pool} can launch, by zone`,
      description: `${summary.join(", ")}.`,
      height: rowHeight,
      content: cells,
    },
  )}</div></div>`;
}

function cell(
  x: number,
  width: number,
  offered: number,
  types: number,
  zone: ZoneOfferings | undefined,
): readonly Markup[] {
  const inner = { x: x + width * 0.02, width: width * 0.96, y: 2, height: rowHeight - 4 };
  const middle = x + width / 2;
  const tip = `${zone === undefined ? "" : zoneName(zone)}: ${offered} of ${counted(types, "type")}`;
  if (offered === 0) {
    return [rectangle(inner, "none", tip), label(middle, 16, "–", "middle soft")];
  }
  const isAll = offered === types;
  return [
    rectangle(inner, isAll ? "all" : "some", tip),
    label(
      middle,
      16,
      isAll ? String(types) : `${offered}/${types}`,
      isAll ? "middle on" : "middle",
    ),
  ];
}

/** The name of the zone if it is known which id it has, or else the id. */
function zoneName({ zoneId, name }: ZoneOfferings): string {
  return name ?? zoneId;
}

function familyText(families: readonly string[]): Markup {
  const most = 8;
  if (families.length <= most) return markup`${families.join(", ")}`;
  return markup`${families.slice(0, most).join(", ")} <details class="inline"><summary>and ${families.length - most} more families</summary>${families.slice(most).join(", ")}</details>`;
}

function nothingText({
  refusedKeys,
  placeExcludedBy,
  regionIsKnown,
  region,
  types,
}: LaunchableOfferings): string {
  if (refusedKeys.length > 0)
    return `Nothing: Karpenter refuses the pool for ${refusedKeys.join("; ")}.`;
  if (placeExcludedBy !== undefined) return `Nothing: ${placeExcludedBy} leaves no zone.`;
  if (!regionIsKnown) {
    return `${counted(types.length, "type")} by the requirements; which zone of ${region} offers them is not recorded.`;
  }
  return "Nothing.";
}
