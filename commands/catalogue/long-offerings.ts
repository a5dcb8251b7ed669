/**
 * Which zone offers which instance type: the long form and its compact form,
 * scheduling/catalogue/data/instance-offerings.json.
 *
 * The long form is one JSON object:
 *   source                       where the data comes from, with a date YYYY-MM-DD in it
 *   regions.<region>             the zone ids of the region
 *   regionSources.<region>       where the data of this region comes from, if from elsewhere; with a date too
 *   offerings.<type>.<region>    the zone ids that offer the type
 * It has what EC2's DescribeInstanceTypeOfferings says for the location type availability-zone-id.
 */

import { z } from "zod";
import { compactColumn } from "../../scheduling/catalogue/compact-catalogue";
import type { CompactOfferings, OfferingsSource } from "../../scheduling/catalogue/offerings";
import { compacted, dateOf, datedSource, type Compacted } from "./long-form";

const zoneId = z.string().regex(/^[a-z0-9-]+$/, "must be a zone id such as usw2-az1");
const typeName = z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "must be a type such as g5.xlarge");

const longFormSchema = z.strictObject({
  source: datedSource,
  regions: z.record(z.string(), z.array(zoneId).min(1)),
  regionSources: z.record(z.string(), datedSource).optional(),
  offerings: z
    .record(typeName, z.record(z.string(), z.array(zoneId).min(1)))
    .refine((types) => Object.keys(types).length > 0, "must hold at least one instance type"),
});

/** A long form without faults. */
export type LongOfferings = z.infer<typeof longFormSchema>;

/** The text of the data file, or every fault of the long form. */
export function compactOfferingsText(longForm: unknown): Compacted {
  const kind = { schema: longFormSchema, faultsOf: unknownZones, compact: compactForm };
  return compacted(kind, longForm);
}

function unknownZones({ regions, offerings }: LongOfferings): string[] {
  const faults: string[] = [];
  for (const [name, byRegion] of Object.entries(offerings)) {
    for (const [region, zones] of Object.entries(byRegion)) {
      const known = regions[region];
      for (const zone of zones) {
        if (known?.includes(zone) === true) continue;
        faults.push(`offerings.${name}.${region}: the region has no zone ${zone}`);
      }
    }
  }
  return faults;
}

function compactForm({
  source,
  regions,
  regionSources = {},
  offerings,
}: LongOfferings): CompactOfferings {
  const names = Object.keys(offerings).sort();
  const columnOf = (region: string): CompactOfferings["regions"][string]["offered"] =>
    compactColumn(names.map((name) => offerings[name]?.[region]?.toSorted().join("+")));
  const sourceOf = (text: string): OfferingsSource => ({
    offerings: text,
    date: dateOf(text),
  });
  return {
    source: sourceOf(source),
    names: names.join(","),
    regions: Object.fromEntries(
      Object.entries(regions)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([region, zones]) => {
          const own = regionSources[region];
          const stored = { zoneIds: zones.toSorted().join(","), offered: columnOf(region) };
          return [region, own === undefined ? stored : { source: sourceOf(own), ...stored }];
        }),
    ),
  };
}
