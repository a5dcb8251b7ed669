/**
 * Makes scheduling/catalogue/data/instance-offerings.json.
 *
 *   npx tsx commands/catalogue/compact-offerings.ts <path to the long form>
 *
 * The long form is one JSON object:
 *   source                       where it comes from, with a date YYYY-MM-DD in it
 *   regions.<region>             its zone ids
 *   regionSources.<region>       where a region's part comes from, if from elsewhere; with a date too
 *   offerings.<type>.<region>    the zone ids that offer the type
 * as EC2's DescribeInstanceTypeOfferings says with the location type availability-zone-id.
 *
 * Exit codes: 0 written, 1 input refused, 2 internal failure.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { compactColumn } from "../../scheduling/catalogue/compact-catalogue";
import type { CompactOfferings, OfferingsSource } from "../../scheduling/catalogue/offerings";

const zoneId = z.string().regex(/^[a-z0-9-]+$/, "must be a zone id such as usw2-az1");
const typeName = z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, "must be a type such as g5.xlarge");

const source = z.string().regex(/\d{4}-\d{2}-\d{2}/, "must hold a date YYYY-MM-DD");

const longFormSchema = z.strictObject({
  source,
  regions: z.record(z.string(), z.array(zoneId).min(1)),
  regionSources: z.record(z.string(), source).optional(),
  offerings: z
    .record(typeName, z.record(z.string(), z.array(zoneId).min(1)))
    .refine((types) => Object.keys(types).length > 0, "must hold at least one instance type"),
});

/** What goes in, once it is known to be right. */
export type LongOfferings = z.infer<typeof longFormSchema>;

/** The text of the data file, or every fault of the long form. The same input gives the same text. */
export function compactOfferingsText(
  longForm: unknown,
): { text: string } | { faults: readonly string[] } {
  const parsed = longFormSchema.safeParse(longForm);
  if (!parsed.success) {
    return {
      faults: parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    };
  }
  const faults = unknownZones(parsed.data);
  if (faults.length > 0) return { faults };
  return { text: `${JSON.stringify(compactForm(parsed.data), null, 2)}\n` };
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

/** The stored form of a long form that is right. */
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
    date: /\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? "",
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

const dataFile = join(
  __dirname,
  "..",
  "..",
  "scheduling",
  "catalogue",
  "data",
  "instance-offerings.json",
);
const maxFaultsShown = 20;

/** Runs the command and returns its exit code. */
export function run(args: readonly string[]): number {
  const [path] = args;
  if (path === undefined || args.length > 1) {
    process.stderr.write(
      "usage: npx tsx commands/catalogue/compact-offerings.ts <path to the long form>\n",
    );
    return 1;
  }
  const read = readJson(path);
  const result = "faults" in read ? read : compactOfferingsText(read.value);
  if ("faults" in result) {
    const more = result.faults.length - maxFaultsShown;
    const lines = result.faults.slice(0, maxFaultsShown).map((fault) => `${path}: ${fault}\n`);
    if (more > 0) lines.push(`${path}: and ${more} more faults\n`);
    process.stderr.write(lines.join(""));
    return 1;
  }
  writeFileSync(dataFile, result.text);
  process.stdout.write(`wrote ${relative(process.cwd(), dataFile)}, ${result.text.length} bytes\n`);
  return 0;
}

function readJson(path: string): { value: unknown } | { faults: readonly string[] } {
  try {
    return { value: JSON.parse(readFileSync(path, "utf8")) as unknown };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { faults: [`cannot be read as JSON: ${reason}`] };
  }
}

if (require.main === module) {
  process.exitCode = run(process.argv.slice(2));
}
