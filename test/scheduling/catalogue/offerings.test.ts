import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { instanceTypes } from "../../../scheduling/catalogue/instance-catalogue";
import {
  compactOfferings,
  expandOfferings,
  offeredRegions,
  offeringsOf,
  offeringsSourceOf,
  zoneIdsOf,
  zonesOffering,
} from "../../../scheduling/catalogue/offerings";

describe("the offerings", () => {
  it("cover 30 regions with 94 zones", () => {
    assert.equal(offeredRegions.length, 30);
    assert.equal(offeredRegions.flatMap(zoneIdsOf).length, 94);
  });

  it("name the zones of a region by id, in order", () => {
    assert.deepEqual(zoneIdsOf("us-west-2"), ["usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"]);
    assert.deepEqual(zoneIdsOf("ap-northeast-1"), ["apne1-az1", "apne1-az2", "apne1-az4"]);
  });

  it("know that one of Tokyo's zones has g4dn but neither g5 nor p5", () => {
    const tokyo = "ap-northeast-1";
    assert.deepEqual(zonesOffering("g4dn.xlarge", tokyo), ["apne1-az1", "apne1-az2", "apne1-az4"]);
    assert.deepEqual(zonesOffering("g5.xlarge", tokyo), ["apne1-az1", "apne1-az4"]);
    assert.deepEqual(zonesOffering("p5.48xlarge", tokyo), ["apne1-az1", "apne1-az4"]);
  });

  it("know that Tokyo has no Trainium, and where us-west-2 has it", () => {
    assert.deepEqual(zonesOffering("trn1.2xlarge", "ap-northeast-1"), []);
    assert.deepEqual(zonesOffering("trn1.2xlarge", "us-west-2"), ["usw2-az1", "usw2-az4"]);
  });

  it("are empty for unknown regions and types", () => {
    assert.deepEqual(zoneIdsOf("mars-north-1"), []);
    assert.deepEqual(zoneIdsOf("constructor"), []);
    assert.deepEqual(zonesOffering("g5.xlarge", "mars-north-1"), []);
    assert.deepEqual(zonesOffering("z99.huge", "us-west-2"), []);
  });

  it("have each type of the catalogue in at least one region", () => {
    const offered = new Set(offeredRegions.flatMap((region) => [...offeringsOf(region).keys()]));
    assert.equal(offered.size, 1373);
    assert.deepEqual(
      instanceTypes().filter(({ name }) => !offered.has(name)),
      [],
    );
  });

  it("name only zones of their region", () => {
    for (const region of offeredRegions) {
      const known = new Set(zoneIdsOf(region));
      for (const [name, zones] of offeringsOf(region)) {
        assert.ok(zones.length > 0, `${name} in ${region}`);
        assert.deepEqual(
          zones.filter((zone) => !known.has(zone)),
          [],
          `${name} in ${region}`,
        );
      }
    }
  });

  it("are stored by type, with the zones that offer it", () => {
    const stored = {
      source: compactOfferings.source,
      names: "g4dn.xlarge,g5.xlarge,p5.48xlarge",
      regions: {
        "us-west-2": {
          zoneIds: "usw2-az1,usw2-az2",
          // The fourth row has no name.
          offered: { values: "usw2-az1,usw2-az1+usw2-az2", rows: "1 - 0x2" },
        },
      },
    };
    assert.deepEqual(
      [...expandOfferings(stored, "us-west-2")],
      [
        ["g4dn.xlarge", ["usw2-az1", "usw2-az2"]],
        ["p5.48xlarge", ["usw2-az1"]],
      ],
    );
    assert.equal(expandOfferings(stored, "us-east-1").size, 0);
  });

  it("are read once for each region", () => {
    assert.equal(offeringsOf("us-west-2"), offeringsOf("us-west-2"));
    assert.notEqual(offeringsOf("us-west-2"), offeringsOf("us-east-1"));
  });

  it("name their source and their date", () => {
    assert.match(compactOfferings.source.offerings, /^EC2 DescribeInstanceTypeOfferings/);
    assert.equal(compactOfferings.source.date, "2026-08-01");
    const own = { offerings: "EC2, read 2026-11-22", date: "2026-11-22" };
    const renewed = {
      source: own,
      zoneIds: "usw2-az1",
      offered: { values: "usw2-az1", rows: "0" },
    };
    const compact = {
      source: compactOfferings.source,
      names: "g5.xlarge",
      regions: { "us-west-2": renewed },
    };
    assert.deepEqual(offeringsSourceOf("us-west-2", compact), own);
    assert.deepEqual(offeringsSourceOf("us-east-1", compact), compactOfferings.source);
  });
});
