import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import {
  offeredRegions,
  offeringsOf,
  compactOfferings,
  offeringsSourceOf,
  zoneIdsOf,
} from "../../../scheduling/catalogue/offerings";
import { compactOfferingsText } from "../../../commands/catalogue/long-offerings";

const root = join(__dirname, "..", "..", "..");
const dataFile = join(root, "scheduling", "catalogue", "data", "instance-offerings.json");

describe("the compact offerings", () => {
  it("are the same, byte by byte, after they are expanded and compacted again", () => {
    const offerings: Record<string, Record<string, readonly string[]>> = {};
    for (const region of offeredRegions) {
      for (const [name, zones] of offeringsOf(region)) (offerings[name] ??= {})[region] = zones;
    }
    const regions = Object.fromEntries(offeredRegions.map((name) => [name, zoneIdsOf(name)]));
    const regionSources = Object.fromEntries(
      offeredRegions
        .map((region) => [region, offeringsSourceOf(region).offerings] as const)
        .filter(([, source]) => source !== compactOfferings.source.offerings),
    );
    const longForm = {
      source: compactOfferings.source.offerings,
      regions,
      regionSources,
      offerings,
    };
    assert.deepEqual(compactOfferingsText(longForm), { text: readFileSync(dataFile, "utf8") });
  });

  it("refuse a zone that its region does not have, a source without a date, and an empty list of types", () => {
    const result = compactOfferingsText({
      source: "EC2, 2026-08-01",
      regions: { "us-west-2": ["usw2-az1"] },
      offerings: { "g5.xlarge": { "us-west-2": ["usw2-az9"], "us-east-1": ["use1-az1"] } },
    });
    assert.deepEqual(result, {
      faults: [
        "offerings.g5.xlarge.us-west-2: the region has no zone usw2-az9",
        "offerings.g5.xlarge.us-east-1: the region has no zone use1-az1",
      ],
    });
    const faults = compactOfferingsText({ source: "EC2", regions: {}, offerings: {} });
    assert.deepEqual(faults, {
      faults: [
        "source: must hold a date YYYY-MM-DD",
        "offerings: must hold at least one instance type",
      ],
    });
  });
});
