import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, it } from "mocha";
import { expandCatalogue } from "../../../scheduling/catalogue/instance-catalogue";
import { expandOfferings, type CompactOfferings } from "../../../scheduling/catalogue/offerings";
import { onDemandPricesOf } from "../../../scheduling/catalogue/prices";
import { readDataFiles, dataFolder } from "../../../commands/catalogue/data-files";
import { offeringsRemovals, pricesRemovals } from "../../../commands/catalogue/removals";
import {
  offeringsChange,
  regionOfferings,
  renewOfferings,
} from "../../../commands/catalogue/renewed-offerings";
import {
  pricesChange,
  regionPrices,
  renewPrices,
} from "../../../commands/catalogue/renewed-prices";
import type { ReadPrices } from "../../../commands/catalogue/price-list";
import { smallCatalogue } from "./small-catalogue";

const from = { source: "AWS Price List, read 2026-11-22", date: "2026-11-22" };

function read(usdPerHour: Readonly<Record<string, number>>): ReadPrices {
  return {
    usdPerHour: new Map(Object.entries(usdPerHour)),
    free: [],
    otherCurrency: [],
    ambiguous: [],
  };
}

describe("renewed offerings", () => {
  const source = { offerings: "EC2, read 2026-11-22", date: "2026-11-22" };

  /** What EC2 would say if nothing had changed. */
  function asKnown(compact: CompactOfferings, region: string): ReturnType<typeof regionOfferings> {
    const zones = (compact.regions[region]?.zoneIds ?? "").split(",");
    return regionOfferings(
      region,
      zones.map((id) => ({ id, type: "availability-zone", optIn: "opt-in-not-required" })),
      [...expandOfferings(compact, region)].flatMap(([type, at]) =>
        at.map((location) => ({ type, location })),
      ),
    );
  }

  it("equal the project's data, apart from the source, when nothing has changed", () => {
    const { offerings } = readDataFiles(dataFolder).data;
    for (const region of ["us-west-2", "ap-northeast-1"]) {
      const now = asKnown(offerings, region);
      const change = offeringsChange(offerings, region, now);
      assert.deepEqual(
        [change.added, change.removed, change.moved, change.zonesRemoved],
        [[], [], [], []],
      );
      const renewed = renewOfferings(offerings, new Map([[region, now]]), source);
      const stored = offerings.regions[region];
      assert.deepEqual(renewed, {
        ...offerings,
        regions: { ...offerings.regions, [region]: { ...stored, source } },
      });
    }
  });

  it("are exactly EC2's answer for their region, and leave every other region as it is", () => {
    const { offerings } = smallCatalogue();
    const zoneIds = ["usw2-az1", "usw2-az2", "usw2-az3", "usw2-az4"];
    const zones = zoneIds.map((id) => ({ id, type: "availability-zone", optIn: "opted-in" }));
    const type = fc.constantFrom(
      "a1.medium",
      "g5.xlarge",
      "g4dn.xlarge",
      "zz9.metal",
      "u-12tb1.metal",
    );
    const said = fc.array(fc.record({ type, location: fc.constantFrom(...zoneIds) }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(said, (described) => {
        const now = regionOfferings("us-west-2", zones, described);
        const renewed = renewOfferings(offerings, new Map([["us-west-2", now]]), source);
        const expected: Record<string, string[]> = {};
        for (const { type, location } of described) {
          expected[type] = [...new Set([...(expected[type] ?? []), location])].sort();
        }
        assert.deepEqual(Object.fromEntries(expandOfferings(renewed, "us-west-2")), expected);
        assert.deepEqual(
          expandOfferings(renewed, "us-east-1"),
          expandOfferings(offerings, "us-east-1"),
        );
        assert.equal(renewed.regions["us-east-1"]?.source, undefined);
      }),
    );
  });

  it("keep the source of a region that was renewed before", () => {
    const { offerings } = smallCatalogue();
    const first = renewOfferings(
      offerings,
      new Map([["us-west-2", asKnown(offerings, "us-west-2")]]),
      source,
    );
    const later = { offerings: "EC2, read 2026-12-24", date: "2026-12-24" };
    const second = renewOfferings(
      first,
      new Map([["us-east-1", asKnown(first, "us-east-1")]]),
      later,
    );
    assert.deepEqual(second.regions["us-west-2"]?.source, source);
    assert.deepEqual(second.regions["us-east-1"]?.source, later);
    assert.deepEqual(second.source, offerings.source);
  });

  it("are refused without zones or types, and with invalid names", () => {
    const zone = { id: "usw2-az1", type: "availability-zone", optIn: "opted-in" };
    const offering = { type: "g5.xlarge", location: "usw2-az1" };
    for (const [zones, described] of [
      [[], [offering]],
      [[zone], []],
      [[{ ...zone, type: "local-zone" }], [offering]],
      [[zone], [{ ...offering, location: "usw2-az2" }]],
    ] as const) {
      assert.throws(() => regionOfferings("us-west-2", zones, described), {
        name: "AwsFailure",
        message: /^us-west-2: EC2 says that it has \d zones with \d types, which no region has; /,
      });
    }
    const odd = regionOfferings("us-west-2", [zone], [{ ...offering, type: "g5 xlarge,x" }]);
    assert.throws(
      () => renewOfferings(smallCatalogue().offerings, new Map([["us-west-2", odd]]), source),
      {
        name: "AwsFailure",
        message:
          'what EC2 said cannot be stored (offerings["g5 xlarge,x"]: Invalid key in record); nothing was written',
      },
    );
  });
});

describe("renewed prices", () => {
  it("replace the catalogue's reference for us-east-1, with source and date", () => {
    const data = smallCatalogue();
    const now = regionPrices("us-east-1", data.types, read({ "g5.xlarge": 1.2, "g99.xlarge": 3 }));
    assert.deepEqual(now, new Map([["g5.xlarge", 1.2]]));
    const { types, prices } = renewPrices(data, new Map([["us-east-1", now]]), from);
    assert.equal(prices, data.prices);
    assert.deepEqual(types.source, {
      labelsAndAllocatable: "a page",
      onDemandUsdPerHourUsEast1: "AWS Price List, read 2026-11-22",
      priceDate: "2026-11-22",
    });
    const priced = expandCatalogue(types).filter((type) => type.onDemandUsdPerHour !== undefined);
    assert.deepEqual(
      priced.map(({ name, onDemandUsdPerHour }) => [name, onDemandUsdPerHour]),
      [["g5.xlarge", 1.2]],
    );
    assert.deepEqual(
      [types.count, types.labels, types.allocatable],
      [data.types.count, data.types.labels, data.types.allocatable],
    );
  });

  it("of several regions are stored next to each other", () => {
    const data = smallCatalogue();
    const west = new Map([["us-west-2", new Map([["g5.xlarge", 1.1]])]]);
    const first = { ...data, ...renewPrices(data, west, from) };
    const later = { source: "AWS Price List, read 2026-12-24", date: "2026-12-24" };
    const tokyo = new Map([
      [
        "ap-northeast-1",
        new Map([
          ["g4dn.xlarge", 0.71],
          ["g5.xlarge", 1.459],
        ]),
      ],
    ]);
    const { types, prices } = renewPrices(first, tokyo, later);
    assert.equal(types, data.types);
    assert.deepEqual(onDemandPricesOf("us-west-2", prices), { "g5.xlarge": 1.1 });
    assert.deepEqual(onDemandPricesOf("ap-northeast-1", prices), {
      "g4dn.xlarge": 0.71,
      "g5.xlarge": 1.459,
    });
    assert.deepEqual(
      Object.entries(prices.regions).map(([region, { date }]) => [region, date]),
      [
        ["ap-northeast-1", "2026-12-24"],
        ["us-west-2", "2026-11-22"],
      ],
    );
  });

  it("are compared with the region's earlier prices, the largest change first", () => {
    const data = smallCatalogue();
    const known = renewPrices(
      data,
      new Map([
        [
          "us-west-2",
          new Map([
            ["g4dn.xlarge", 0.5],
            ["g5.xlarge", 1],
            ["p5.48xlarge", 98],
          ]),
        ],
      ]),
      from,
    );
    const now = new Map([
      ["g4dn.xlarge", 0.55],
      ["g5.xlarge", 2],
      ["i3.metal", 5],
    ]);
    const change = pricesChange({ ...data, ...known }, "us-west-2", now, read({}));
    assert.deepEqual(change.before, { types: 3, date: "2026-11-22" });
    assert.deepEqual(change.changed, [
      { name: "g5.xlarge", before: 1, after: 2 },
      { name: "g4dn.xlarge", before: 0.5, after: 0.55 },
    ]);
    assert.deepEqual([change.added, change.removed], [["i3.metal"], ["p5.48xlarge"]]);
    assert.equal(pricesRemovals(change).length, 1);
  });
});

describe("a loss", () => {
  const prices = {
    region: "us-west-2",
    types: 0,
    added: [],
    changed: [],
    unknown: [],
    unpriced: { free: [], otherCurrency: [], ambiguous: [] },
  };
  const removed = (count: number): string[] => Array.from({ length: count }, (_, at) => `t${at}.x`);

  it("is allowed up to a fifth, and needs to be accepted above", () => {
    const before = { types: 10, date: "2026-08-01" };
    assert.deepEqual(pricesRemovals({ ...prices, before, removed: removed(2) }), []);
    assert.deepEqual(pricesRemovals({ ...prices, before, removed: removed(3) }), [
      "us-west-2: would lose 3 of 10 prices, 30 %; expected at most 20 %; look at what is removed above, then give " +
        "--accept-removals, or use another account",
    ]);
    const offerings = {
      region: "us-west-2",
      types: 0,
      zoneIds: [],
      zonesAdded: [],
      moved: [],
      otherPlaces: [],
      added: [],
    };
    assert.deepEqual(
      offeringsRemovals({ ...offerings, before, zonesRemoved: [], removed: removed(2) }),
      [],
    );
    assert.equal(
      offeringsRemovals({ ...offerings, before, zonesRemoved: [], removed: removed(3) }).length,
      1,
    );
    assert.equal(
      offeringsRemovals({ ...offerings, before, zonesRemoved: ["usw2-az4"], removed: [] }).length,
      1,
    );
  });
});

describe("the project's data files", () => {
  it("have the counts and the days that docs/catalogue.md names", () => {
    const { types, offerings, prices } = readDataFiles(dataFolder).data;
    const page = readFileSync(join(__dirname, "../../../docs/catalogue.md"), "utf8");
    const row = (file: string): string =>
      page.split("\n").find((line) => line.includes(file)) ?? "";
    const number = (count: number): string => count.toLocaleString("en-US");
    const priced = expandCatalogue(types).filter((type) => type.onDemandUsdPerHour !== undefined);
    const regions = Object.values(offerings.regions);
    const zones = regions.flatMap(({ zoneIds }) => zoneIds.split(","));
    const has = (line: string, ...texts: readonly string[]): void => {
      for (const text of texts) assert.ok(line.includes(text), `${text} is not in ${line}`);
    };
    has(row("labels of a type"), `${number(types.count)} types`);
    has(row("hour on demand, us-east-1"), `${number(priced.length)} types`, types.source.priceDate);
    has(
      row("which zone offers a type"),
      `${regions.length} regions, ${zones.length} zones, ${number(offerings.names.split(",").length)} types`,
      offerings.source.date,
    );
    const own = Object.keys(prices.regions);
    has(row("on-demand-prices.json"), own.length === 0 ? "none yet" : own.join(", "));
  });

  it("are formatted exactly as the command writes them", () => {
    const { data, texts } = readDataFiles(dataFolder);
    assert.equal(texts.prices, readFileSync(join(dataFolder, "on-demand-prices.json"), "utf8"));
    assert.equal(texts.prices, `${JSON.stringify(data.prices, null, 2)}\n`);
    assert.equal(texts.offerings, `${JSON.stringify(data.offerings, null, 2)}\n`);
    assert.equal(texts.types, `${JSON.stringify(data.types, null, 2)}\n`);
  });
});
