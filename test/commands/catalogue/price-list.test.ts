import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readPriceList } from "../../../commands/catalogue/price-list";

const now = new Date("2026-08-15T12:00:00Z");

/** Offers of one product, by the code of their term. */
type Offers = Readonly<
  Record<string, { readonly from?: string; readonly prices: readonly Price[] }>
>;
type Price = readonly [unit: string, amount: string, currency?: string];

function entry(
  offers: Offers,
  attributes: Readonly<Record<string, string>> = {},
  productFamily = "Compute Instance",
): string {
  const OnDemand = Object.fromEntries(
    Object.entries(offers).map(([code, { from: effectiveDate, prices }]) => [
      code,
      {
        effectiveDate,
        priceDimensions: Object.fromEntries(
          prices.map(([unit, amount, currency = "USD"], index) => [
            `${code}.${index}`,
            { unit, pricePerUnit: { [currency]: amount } },
          ]),
        ),
      },
    ]),
  );
  return JSON.stringify({
    product: {
      productFamily,
      attributes: {
        instanceType: "g5.xlarge",
        regionCode: "us-west-2",
        tenancy: "Shared",
        operatingSystem: "Linux",
        preInstalledSw: "NA",
        capacitystatus: "Used",
        operation: "RunInstances",
        ...attributes,
      },
    },
    terms: { OnDemand },
  });
}

/** An entry at that price. */
function at(
  amount: string,
  attributes?: Readonly<Record<string, string>>,
  family?: string,
): string {
  return entry({ A: { prices: [["Hrs", amount]] } }, attributes, family);
}

function pricesOf(...texts: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(readPriceList(texts, "us-west-2", now).usdPerHour);
}

describe("a price of the price list", () => {
  it("is the hourly price in dollars, not an upfront fee and not another currency", () => {
    const offers: Offers = {
      A: {
        prices: [
          ["Quantity", "5000"],
          ["Hrs", "7.2", "CNY"],
          ["Hrs", "1.0060000000"],
        ],
      },
    };
    assert.deepEqual(pricesOf(entry(offers)), { "g5.xlarge": 1.006 });
  });

  it("comes from the latest offer that has begun", () => {
    const offers: Offers = {
      A: { from: "2024-01-01T00:00:00Z", prices: [["Hrs", "1.2"]] },
      B: { from: "2026-08-15T12:00:00Z", prices: [["Hrs", "1.1"]] },
      C: { from: "2026-08-15T12:00:01Z", prices: [["Hrs", "0.9"]] },
    };
    assert.deepEqual(pricesOf(entry(offers)), { "g5.xlarge": 1.1 });
  });

  const others: readonly [
    title: string,
    attributes: Readonly<Record<string, string>>,
    family?: string,
  ][] = [
    ["dedicated tenancy", { tenancy: "Dedicated" }],
    ["a dedicated host", { tenancy: "Host" }],
    ["Windows", { operatingSystem: "Windows" }],
    ["installed software", { preInstalledSw: "SQL Web" }],
    ["a reservation that is not used", { capacitystatus: "UnusedCapacityReservation" }],
    ["another operation", { operation: "RunInstances:0002" }],
    ["a capacity block", { marketoption: "CapacityBlock" }],
    ["a local zone", { locationType: "AWS Local Zone" }],
    ["another region", { regionCode: "us-west-1" }],
    ["bare metal of shared tenancy", {}, "Compute Instance (bare metal)"],
    ["no instance", { tenancy: "NA" }, "Storage"],
  ];
  for (const [title, attributes, family] of others) {
    it(`is not that of ${title}`, () => {
      assert.deepEqual(pricesOf(at("9", attributes, family), at("1.006")), { "g5.xlarge": 1.006 });
    });
  }

  it("is the price of dedicated tenancy for bare metal, which has no other tenancy", () => {
    const metal = { instanceType: "i3.metal", tenancy: "Dedicated" };
    assert.deepEqual(pricesOf(at("4.992", metal, "Compute Instance (bare metal)")), {
      "i3.metal": 4.992,
    });
  });

  it("is missing when it is 0, in another currency only, or ambiguous", () => {
    const read = readPriceList(
      [
        at("0.0000000000", { instanceType: "trn1.32xlarge" }),
        at("0.0000000000", { instanceType: "p5.48xlarge" }),
        at("55.04", { instanceType: "p5.48xlarge" }),
        entry({ A: { prices: [["Hrs", "7.2", "CNY"]] } }, { instanceType: "g4dn.xlarge" }),
        at("0.9", { instanceType: "g6.xlarge" }),
        at("0.8", { instanceType: "g6.xlarge" }),
        at("0.80", { instanceType: "g6.2xlarge" }),
        at("0.8", { instanceType: "g6.2xlarge" }),
      ],
      "us-west-2",
      now,
    );
    assert.deepEqual(read, {
      usdPerHour: new Map([
        ["g6.2xlarge", 0.8],
        ["p5.48xlarge", 55.04],
      ]),
      free: ["trn1.32xlarge"],
      otherCurrency: ["g4dn.xlarge"],
      ambiguous: [{ name: "g6.xlarge", usdPerHour: [0.8, 0.9] }],
    });
  });

  it("is skipped for a product without on-demand terms", () => {
    const { product } = JSON.parse(at("1")) as { product: unknown };
    assert.deepEqual(pricesOf(JSON.stringify({ product, terms: {} })), {});
  });

  const broken: readonly [title: string, text: string, message: RegExp][] = [
    ["that is no JSON", '{"product"', /^us-west-2: an entry of the price list cannot be read \(/],
    [
      "without a product",
      '{"terms":{}}',
      /cannot be read \(product: Invalid input: expected object/,
    ],
    [
      "with a number for text",
      at("1").replace('"1"', "1"),
      /OnDemand\.A\..*expected string, received number/,
    ],
    [
      "with a price that is not a number",
      at("free"),
      /^us-west-2: g5\.xlarge: the price list has a price that is not a number, got "free"; /,
    ],
    ["with an empty price", at(""), /has a price that is not a number, got ""; /],
    ["with a price below 0", at("-1"), /has a price that is not a number, got "-1"; /],
  ];
  for (const [title, text, message] of broken) {
    it(`is not read from an entry ${title}`, () => {
      assert.throws(() => pricesOf(text), { name: "AwsFailure", message });
    });
  }
});
