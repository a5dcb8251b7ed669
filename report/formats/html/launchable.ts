import type { LaunchableOfferings } from "../../answers/launchable/launchable-offerings";
import { counted, dollars, listed } from "../../../scheduling/values/wording";
import type { PoolReport } from "../../model";
import { launchSummary } from "../wording/pool-summary";
import { markup, type Markup } from "./markup";
import { zoneMatrix } from "./zone-matrix";

/** What one pool can launch, by zone and by type, and which requirements keep the other types out. */
export function launchBlock({ name, launchable }: PoolReport): Markup {
  return markup`<div class="block"><h3>${name} <span class="aside">${launchSummary(launchable)}</span></h3>
${zoneMatrix(launchable)}
${warnings(launchable)}
<details><summary>${counted(launchable.types.length, "type")}, one by one</summary>${typeTable(launchable)}</details>
<details><summary>What keeps the other types out</summary>${exclusionTable(launchable)}</details></div>`;
}

function warnings({ unknownNames, notOffered, region }: LaunchableOfferings): Markup {
  return markup`${
    notOffered.length === 0
      ? undefined
      : markup`<p class="small soft">Admitted, but not offered in ${region}'s zones of the pool: ${listed(notOffered, 8)}.</p>`
  }${
    unknownNames.length === 0
      ? undefined
      : markup`<p class="small no">No instance type is called ${listed(unknownNames, 8)}.</p>`
  }`;
}

function typeTable({ types, zoneIdsAreKnown }: LaunchableOfferings): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Types"><table><thead><tr><th scope="col">Type</th><th scope="col" class="number">vCPU</th><th scope="col" class="number">GiB</th><th scope="col">Devices</th><th scope="col" class="number">On demand, an hour</th><th scope="col">${zoneIdsAreKnown ? "Zones" : "Zone ids"}</th></tr></thead><tbody>${types.map(
    ({ name, cpu, memoryMebibytes, accelerator, onDemandUsdPerHour, zones, zoneIds }) =>
      markup`<tr><th scope="row">${name}</th><td class="number">${cpu}</td><td class="number">${Math.round(memoryMebibytes / 102.4) / 10}</td><td>${accelerator === undefined ? "" : `${accelerator.devices} × ${accelerator.name}`}</td><td class="number">${onDemandUsdPerHour === undefined ? "–" : dollars(onDemandUsdPerHour)}</td><td>${(zones ?? zoneIds).join(", ")}</td></tr>`,
  )}</tbody></table></div>`;
}

function exclusionTable({ exclusions, catalogue, nearMisses }: LaunchableOfferings): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Exclusions"><table><caption>${counted(catalogue.types, "type")} in the catalogue</caption><thead><tr><th scope="col">Requirement</th><th scope="col" class="number">Keeps out</th><th scope="col" class="number">Alone</th></tr></thead><tbody>${exclusions.map(
    ({ requirement, types, alone }) =>
      markup`<tr><th scope="row"><code>${requirement}</code></th><td class="number">${types}</td><td class="number">${alone}</td></tr>`,
  )}</tbody></table></div>${
    nearMisses.length === 0
      ? undefined
      : markup`<p class="small">Named by the pool, and kept out all the same:</p><ul class="small">${nearMisses.map(
          ({ excludedBy, types }) =>
            markup`<li>${listed(types, 6)}: <code>${excludedBy}</code></li>`,
        )}</ul>`
  }`;
}
