/** Data files of six types in two regions, for tests that renew them. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CompactCatalogue } from "../../../scheduling/catalogue/compact-catalogue";
import type { CompactOfferings } from "../../../scheduling/catalogue/offerings";
import { compactOfferingsText } from "../../../commands/catalogue/long-offerings";
import { compactTypesText } from "../../../commands/catalogue/long-types";
import { fileNames, type CatalogueData } from "../../../commands/catalogue/data-files";

/** Dollars an hour in us-east-1. */
const prices: Readonly<Record<string, number>> = {
  "g4dn.xlarge": 0.526,
  "g5.48xlarge": 16.288,
  "g5.xlarge": 1.006,
  "g6.xlarge": 0.8048,
  "i3.metal": 4.992,
  "p5.48xlarge": 98.32,
  "trn1.32xlarge": 21.5,
};

export function smallCatalogue(): CatalogueData {
  const [usw2, use1] = [
    (...zones: number[]) => zones.map((zone) => `usw2-az${zone}`),
    (...zones: number[]) => zones.map((zone) => `use1-az${zone}`),
  ];
  return {
    types: parsed<CompactCatalogue>(
      compactTypesText({
        source: {
          labelsAndAllocatable: "a page",
          onDemandUsdPerHourUsEast1: "a table of 2026-07-20",
        },
        instanceTypes: Object.fromEntries(Object.entries(prices).map(longType)),
      }),
    ),
    offerings: parsed<CompactOfferings>(
      compactOfferingsText({
        source: "a record of 2026-08-01",
        regions: { "us-west-2": usw2(1, 2, 3), "us-east-1": use1(1, 2) },
        offerings: {
          "g4dn.xlarge": { "us-west-2": usw2(1, 2, 3), "us-east-1": use1(1, 2) },
          "g5.xlarge": { "us-west-2": usw2(1, 2, 3), "us-east-1": use1(2) },
          "g5.48xlarge": { "us-west-2": usw2(1, 2) },
          "p5.48xlarge": { "us-west-2": usw2(2) },
          "i3.metal": { "us-west-2": usw2(1) },
          "trn1.32xlarge": { "us-west-2": usw2(1) },
        },
      }),
    ),
    prices: { names: "", regions: {} },
  };
}

function longType([name, price]: [string, number]): [string, unknown] {
  const [family = "", size = ""] = name.split(".");
  const labels = {
    "node.kubernetes.io/instance-type": name,
    "karpenter.k8s.aws/instance-family": family,
    "karpenter.k8s.aws/instance-size": size,
  };
  return [name, { labels, allocatable: { cpu: "3920m" }, onDemandUsdPerHourUsEast1: price }];
}

function parsed<T>(result: { text: string } | { faults: readonly string[] }): T {
  if ("faults" in result) throw new Error(result.faults.join("\n"));
  return JSON.parse(result.text) as T;
}

/** Writes the data files into a new folder, which the test removes. */
export function writeSmallCatalogue(data: CatalogueData = smallCatalogue()): string {
  const folder = mkdtempSync(join(tmpdir(), "catalogue-"));
  for (const name of Object.keys(fileNames) as (keyof CatalogueData)[]) {
    writeFileSync(join(folder, fileNames[name]), `${JSON.stringify(data[name], null, 2)}\n`);
  }
  return folder;
}

/** The texts of the data files. */
export function dataTexts(folder: string): readonly string[] {
  return Object.values(fileNames).map((name) => readFileSync(join(folder, name), "utf8"));
}
