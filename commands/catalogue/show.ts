/** Shows the data of regions, with its day and its source. */

import { InputFault } from "../../command-line/input-fault";
import { expandCatalogue } from "../../scheduling/catalogue/instance-catalogue";
import { expandOfferings } from "../../scheduling/catalogue/offerings";
import { onDemandPricesOf, referenceRegion } from "../../scheduling/catalogue/prices";
import { readDataFiles, type CatalogueData } from "./data-files";

/** Lines about these regions, or about all when none is given. Throws an InputFault for an unknown region. */
export function show(folder: string, regions: readonly string[]): readonly string[] {
  const { data } = readDataFiles(folder);
  const known = Object.keys(data.offerings.regions);
  const unknown = regions.filter((region) => !known.includes(region));
  if (unknown.length > 0) {
    throw new InputFault(
      unknown
        .map(
          (region) =>
            `--region ${region}: not a region of the catalogue; expected one of ${known.join(", ")}; correct it`,
        )
        .join("\n"),
    );
  }
  const { count, source } = data.types;
  return [
    `catalogue: ${count} types, labels and allocatable resources from ${source.labelsAndAllocatable}`,
    ...(regions.length === 0 ? known : regions).flatMap((region) => regionText(data, region)),
  ];
}

function regionText(data: CatalogueData, region: string): readonly string[] {
  const stored = data.offerings.regions[region];
  const offered = [...expandOfferings(data.offerings, region).keys()];
  const catalogued = new Set(expandCatalogue(data.types).map(({ name }) => name));
  const missing = offered.filter((name) => !catalogued.has(name));
  const zoneIds = stored?.zoneIds.split(",") ?? [];
  const { offerings } = stored?.source ?? data.offerings.source;
  return [
    region,
    `  zones      ${zoneIds.join(", ")}`,
    `  offerings  ${offered.length} types, from ${offerings}`,
    ...(missing.length === 0 ? [] : [`             not in the catalogue: ${missing.join(", ")}`]),
    `  prices     ${pricesText(data, region)}`,
  ];
}

function pricesText({ types, prices }: CatalogueData, region: string): string {
  const own = Object.keys(onDemandPricesOf(region, prices)).length;
  const from = prices.regions[region];
  if (own > 0 && from !== undefined) return `${own} types, from ${from.source}`;
  const count = expandCatalogue(types).filter((type) => type.onDemandUsdPerHour !== undefined);
  const source = types.source.onDemandUsdPerHourUsEast1;
  return region === referenceRegion
    ? `${count.length} types, from ${source}`
    : `none of its own; ${referenceRegion}'s stand in, from ${source}`;
}
