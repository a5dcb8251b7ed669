import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { expandOfferings } from "../../../scheduling/catalogue/offerings";
import { onDemandPrice, onDemandPricesOf } from "../../../scheduling/catalogue/prices";
import { fileNames, readDataFiles } from "../../../commands/catalogue/data-files";
import {
  ec2Answer,
  pricingRefusal,
  replayAws,
  type Answer,
  type ReplayedAws,
} from "./replayed-aws";
import { dataTexts, smallCatalogue, writeSmallCatalogue } from "./small-catalogue";

const root = join(__dirname, "..", "..", "..");

describe("npm run catalogue -- refresh", function () {
  this.timeout(60_000);
  let aws: ReplayedAws;
  let home: string;
  let data: string;
  let program: string;
  before(() => {
    program = bundle();
  });
  after(() => rmSync(join(program, ".."), { recursive: true }));
  beforeEach(async () => {
    aws = await replayAws();
    home = mkdtempSync(join(tmpdir(), "home-"));
    data = writeSmallCatalogue();
  });
  afterEach(async () => {
    await aws.stop();
    for (const folder of [home, data]) rmSync(folder, { recursive: true });
  });

  it("renews offerings and prices of a region, and says what changed", async () => {
    const first = utcDay();
    const { status, stdout, stderr } = await refresh("--region", "us-west-2");
    const days = [first, utcDay()];
    assert.deepEqual(stdout.split("\n"), [
      "us-west-2 offerings: 6 types in 3 zones (6 types, as of 2026-08-01, until now)",
      "  types added (1): g99.2xlarge",
      "  types removed (1): trn1.32xlarge",
      "  types in other zones (1): g5.48xlarge +usw2-az3",
      "  left out, no availability zones of this account (1): usw2-lax1-az1",
      "us-west-2 prices: 4 types (until now us-east-1's stood in)",
      "  not as in us-east-1 (2): p5.48xlarge $55.04 instead of $98.32 (-44.0 %), " +
        "g5.xlarge $1.106 instead of $1.006 (+9.9 %)",
      "  not stored, no types of the catalogue (1): g99.2xlarge",
      "  not stored, price 0: not for sale on demand (1): trn1.32xlarge",
      "  not stored, no price in dollars (1): g5.48xlarge",
      "  not stored, several prices at once (1): g6.xlarge $0.8048 or $0.9",
      "Offered, but not in the catalogue (1): g99.2xlarge",
      notRenewed,
      `wrote ${join(data, "instance-offerings.json")}, 706 bytes`,
      `wrote ${join(data, "on-demand-prices.json")}, 325 bytes`,
      "",
    ]);
    assert.equal(
      stderr,
      "us-west-2: asking EC2 for zones and offerings\n" +
        "us-west-2: asking for the price list, for a minute or so\n",
    );
    assert.equal(status, 0);

    const { offerings, prices } = readDataFiles(data).data;
    assert.deepEqual(Object.fromEntries(expandOfferings(offerings, "us-west-2")), {
      "g4dn.xlarge": ["usw2-az1", "usw2-az2", "usw2-az3"],
      "g5.48xlarge": ["usw2-az1", "usw2-az2", "usw2-az3"],
      "g5.xlarge": ["usw2-az1", "usw2-az2", "usw2-az3"],
      "g99.2xlarge": ["usw2-az2"],
      "i3.metal": ["usw2-az1"],
      "p5.48xlarge": ["usw2-az2"],
    });
    assert.deepEqual(Object.fromEntries(expandOfferings(offerings, "us-east-1")), {
      "g4dn.xlarge": ["use1-az1", "use1-az2"],
      "g5.xlarge": ["use1-az2"],
    });
    assert.deepEqual(onDemandPricesOf("us-west-2", prices), {
      "g4dn.xlarge": 0.526,
      "g5.xlarge": 1.106,
      "i3.metal": 4.992,
      "p5.48xlarge": 55.04,
    });
    const day = offerings.regions["us-west-2"]?.source?.date ?? "";
    assert.ok(days.includes(day), day);
    assert.deepEqual(onDemandPrice("g5.xlarge", "us-west-2", prices), {
      usdPerHour: 1.106,
      region: "us-west-2",
      date: day,
      source: `AWS Price List (GetProducts), on demand, Linux, read ${day}`,
      isReference: false,
    });
    assert.equal(offerings.regions["us-east-1"]?.source, undefined);
    assert.equal(offerings.source.date, "2026-08-01");
  });

  it("asks AWS page by page, and the Pricing API in a region that has it", async () => {
    await refresh("--region", "us-west-2");
    const seen = aws.requests.map(({ action, region, parameters }) => [
      action,
      region,
      parameters["NextToken"],
    ]);
    assert.deepEqual(seen, [
      ["DescribeAvailabilityZones", "us-west-2", undefined],
      ["DescribeInstanceTypeOfferings", "us-west-2", undefined],
      ["DescribeInstanceTypeOfferings", "us-west-2", "b2ZmZXJpbmdzLTI="],
      ["DescribeInstanceTypeOfferings", "us-west-2", "b2ZmZXJpbmdzLTM="],
      ["GetProducts", "us-east-1", undefined],
      ["GetProducts", "us-east-1", "page-1"],
      ["GetProducts", "us-east-1", "page-2"],
      ["GetProducts", "us-east-1", undefined],
    ]);
    const [zones, offerings, , , shared] = aws.requests.map(({ parameters }) => parameters);
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html
    assert.deepEqual(zones, {
      Action: "DescribeAvailabilityZones",
      Version: "2016-11-15",
      "Filter.1.Name": "zone-type",
      "Filter.1.Value.1": "availability-zone",
      "Filter.2.Name": "opt-in-status",
      "Filter.2.Value.1": "opt-in-not-required",
      "Filter.2.Value.2": "opted-in",
    });
    assert.equal(offerings?.["LocationType"], "availability-zone-id");
    assert.deepEqual(shared?.["Filters"], [
      { Type: "TERM_MATCH", Field: "capacitystatus", Value: "Used" },
      { Type: "TERM_MATCH", Field: "marketoption", Value: "OnDemand" },
      { Type: "TERM_MATCH", Field: "operatingSystem", Value: "Linux" },
      { Type: "TERM_MATCH", Field: "operation", Value: "RunInstances" },
      { Type: "TERM_MATCH", Field: "preInstalledSw", Value: "NA" },
      { Type: "TERM_MATCH", Field: "productFamily", Value: "Compute Instance" },
      { Type: "TERM_MATCH", Field: "regionCode", Value: "us-west-2" },
      { Type: "TERM_MATCH", Field: "tenancy", Value: "Shared" },
    ]);
  });

  // https://docs.aws.amazon.com/general/latest/gr/billing.html: the Pricing API has few endpoints.
  for (const [region, endpoint] of [
    ["ap-northeast-1", "ap-south-1"],
    ["eu-west-1", "eu-central-1"],
  ] as const) {
    it(`asks the Pricing API in ${endpoint} for ${region}`, async () => {
      const { status } = await refresh("--prices", "--new-region", "--region", region);
      const regions = aws.requests.map((request) => [request.action, request.region]);
      assert.deepEqual(regions, Array(4).fill(["GetProducts", endpoint]));
      // The fixture's prices are us-west-2's.
      assert.equal(status, 2);
    });
  }

  it("writes nothing when nothing has changed, and nothing on a dry run", async () => {
    const before = dataTexts(data);
    const dry = await refresh("--region", "us-west-2", "--dry-run");
    assert.equal(dry.status, 0);
    assert.match(dry.stdout, /types removed \(1\): trn1\.32xlarge\n/);
    assert.match(dry.stdout, /\nNothing was written: a dry run\.\n$/);
    assert.deepEqual(dataTexts(data), before);
    await refresh("--region", "us-west-2");
    const renewed = dataTexts(data);
    const again = await refresh("--region", "us-west-2");
    assert.match(
      again.stdout,
      /^us-west-2 offerings: 6 types [^\n]+\n {2}left out[^\n]+\n {2}as before\n/,
    );
    // A day may have passed.
    assert.equal(
      again.stdout.includes("the files say so already"),
      String(dataTexts(data)) === String(renewed),
    );
    assert.equal(again.status, 0);
  });

  it("renews only offerings or only prices on request", async () => {
    const [types, , prices] = dataTexts(data);
    const { status } = await refresh("--region", "us-west-2", "--offerings");
    assert.equal(status, 0);
    assert.deepEqual([dataTexts(data)[0], dataTexts(data)[2]], [types, prices]);
    const [, offerings] = dataTexts(data);
    await refresh("--region", "us-west-2", "--prices");
    assert.deepEqual([dataTexts(data)[0], dataTexts(data)[1]], [types, offerings]);
    assert.notEqual(dataTexts(data)[2], prices);
  });

  it("asks again when AWS throttles or a connection breaks", async () => {
    aws.insert("DescribeAvailabilityZones", ec2Answer("ec2-throttled", 503));
    aws.insert("DescribeInstanceTypeOfferings", {
      ...ec2Answer("ec2-offerings-us-west-2-1"),
      cutAfter: 700,
    });
    aws.insert("GetProducts", pricingRefusal("pricing-throttled"));
    const { status } = await refresh("--region", "us-west-2");
    assert.equal(status, 0);
    assert.equal(aws.requests.length, 8 + 3);
    assert.equal(expandOfferings(readDataFiles(data).data.offerings, "us-west-2").size, 6);
  });

  describe("writes nothing and exits", () => {
    const offerings = "ec2-offerings-us-west-2-1";
    const cases: readonly {
      readonly title: string;
      readonly answers: () => readonly Parameters<ReplayedAws["insert"]>[];
      readonly status: number;
      readonly problem: RegExp;
    }[] = [
      {
        title: "1 without permission for EC2",
        answers: () => [["DescribeAvailabilityZones", ec2Answer("ec2-denied", 403)]],
        status: 1,
        problem:
          /^us-west-2: access denied to ec2:DescribeAvailabilityZones \(You are not authorized to perform this operation\.\); expected IAM permission for ec2:DescribeAvailabilityZones, ec2:DescribeInstanceTypeOfferings, pricing:GetProducts on all resources; /,
      },
      {
        title: "1 without permission for the price list, which is asked last",
        answers: () => [["GetProducts", pricingRefusal("pricing-denied")]],
        status: 1,
        problem:
          /^us-west-2: access denied to pricing:GetProducts \(User: arn:[^)]+\); expected IAM permission for /,
      },
      {
        title: "1 with credentials that the region rejects",
        answers: () => [["DescribeAvailabilityZones", ec2Answer("ec2-rejected", 401)]],
        status: 1,
        problem:
          /^us-west-2: AWS rejects the credentials at ec2:DescribeAvailabilityZones \(AuthFailure: AWS was not able /,
      },
      {
        title: "2 when AWS throttles to the end",
        answers: () => [
          ["DescribeInstanceTypeOfferings", ec2Answer("ec2-throttled", 503)],
          ["DescribeInstanceTypeOfferings", ec2Answer("ec2-throttled", 503)],
        ],
        status: 2,
        problem:
          /^us-west-2: AWS still throttles ec2:DescribeInstanceTypeOfferings after 2 attempts \(RequestLimitExceeded\); /,
      },
      {
        title: "2 when the connection breaks in the middle of an answer each time",
        answers: () => [
          ["DescribeInstanceTypeOfferings", { ...ec2Answer(offerings), cutAfter: 700 }],
          ["DescribeInstanceTypeOfferings", { ...ec2Answer(offerings), cutAfter: 900 }],
        ],
        status: 2,
        problem:
          /^us-west-2: ec2:DescribeInstanceTypeOfferings failed after 2 attempts \([^)]+\); nothing was written; /,
      },
      {
        title: "2 when an answer in XML stops before its end",
        answers: () => [["DescribeInstanceTypeOfferings", shortened(ec2Answer(offerings), 900)]],
        status: 2,
        problem:
          /^us-west-2: ec2:DescribeInstanceTypeOfferings failed \([^\n]*XML parse error[^\n]*; nothing was written; /,
      },
      {
        title: "2 when an answer in JSON stops before its end",
        answers: () => [
          ["GetProducts", { status: 200, body: '{"FormatVersion":"aws_v1","PriceList":["{}' }],
        ],
        status: 2,
        problem: /^us-west-2: pricing:GetProducts failed [^\n]*JSON[^\n]*; nothing was written; /,
      },
      {
        title: "2 when a page names itself as the next",
        answers: () => {
          const [action, answer] = ["DescribeInstanceTypeOfferings", ec2Answer(offerings)] as const;
          return [
            [action, answer],
            [action, answer],
          ];
        },
        status: 2,
        problem: /^us-west-2: ec2:DescribeInstanceTypeOfferings names the same next page twice; /,
      },
      {
        title: "2 when a region has no prices at all",
        answers: () => {
          const empty = { status: 200, body: '{"FormatVersion":"aws_v1","PriceList":[]}' };
          return [
            ["GetProducts", empty],
            ["GetProducts", empty],
          ];
        },
        status: 2,
        problem:
          /^us-west-2: the price list has no price in dollars for any type of the catalogue; /,
      },
    ];
    for (const { title, answers, status: expected, problem } of cases) {
      it(title, async () => {
        const before = dataTexts(data);
        for (const [action, answer] of answers()) aws.insert(action, answer);
        const { status, stdout, stderr } = await refresh("--region", "us-west-2");
        assert.match(faultsOf(stderr), problem);
        assert.equal(status, expected);
        assert.equal(stdout, "");
        assertUntouched(before);
      });
    }

    it("1 when the second of two regions fails", async () => {
      const before = dataTexts(data);
      aws.insert("DescribeAvailabilityZones", ec2Answer("ec2-zones-us-west-2"));
      aws.insert("DescribeAvailabilityZones", ec2Answer("ec2-denied", 403));
      const { status, stderr } = await refresh("--region", "us-west-2", "--region", "us-east-1");
      assert.match(faultsOf(stderr), /^us-east-1: access denied to ec2:DescribeAvailabilityZones/);
      assert.equal(status, 1);
      assertUntouched(before);
    });

    it("1 without credentials", async () => {
      const before = dataTexts(data);
      const { status, stderr } = await refreshWith({}, "--region", "us-west-2");
      assert.match(
        faultsOf(stderr),
        /^credentials: none for AWS \([^)]+\); expected those of an account that may call ec2:DescribeAvailabilityZones, ec2:DescribeInstanceTypeOfferings, pricing:GetProducts; set AWS_PROFILE, or run `aws sso login`\n$/,
      );
      assert.equal(status, 1);
      assert.deepEqual(aws.requests, []);
      assertUntouched(before);
    });

    it("2 when no server answers", async () => {
      const before = dataTexts(data);
      await aws.stop();
      const { status, stderr } = await refresh("--region", "us-west-2");
      assert.match(
        faultsOf(stderr),
        /^us-west-2: ec2:DescribeAvailabilityZones failed after 2 attempts \([^)]*ECONNREFUSED[^)]*\); nothing was written; run again\n$/,
      );
      assert.equal(status, 2);
      assertUntouched(before);
      aws = await replayAws();
    });

    it("1 when a region would lose more than a fifth of its types, unless that is accepted", async () => {
      // trn1.32xlarge and g6.xlarge of seven.
      const lost = smallCatalogue();
      rmSync(data, { recursive: true });
      data = writeSmallCatalogue({
        ...lost,
        offerings: {
          ...lost.offerings,
          names: "g4dn.xlarge,g5.48xlarge,g5.xlarge,g6.xlarge,i3.metal,p5.48xlarge,trn1.32xlarge",
          regions: {
            "us-west-2": {
              zoneIds: "usw2-az1,usw2-az2,usw2-az3,usw2-az4",
              offered: { values: "usw2-az1", rows: "0x7" },
            },
          },
        },
      });
      const texts = dataTexts(data);
      const refused = await refresh("--region", "us-west-2", "--offerings");
      assert.equal(
        faultsOf(refused.stderr),
        "us-west-2: would lose usw2-az4; expected every zone that is known (an account need not see all of them); " +
          "look at what is removed above, then give --accept-removals, or use another account\n" +
          "us-west-2: would lose 2 of 7 types, 29 %; expected at most 20 %; " +
          "look at what is removed above, then give --accept-removals, or use another account\n" +
          "Nothing was written.\n",
      );
      assert.match(refused.stdout, /types removed \(2\): g6\.xlarge, trn1\.32xlarge\n/);
      assert.equal(refused.status, 1);
      assertUntouched(texts);
      const accepted = await refresh("--region", "us-west-2", "--offerings", "--accept-removals");
      assert.equal(accepted.status, 0);
      assert.notDeepEqual(dataTexts(data), texts);
    });

    it("1 for regions that are unknown or not covered, all at once, before AWS is asked", async () => {
      const known = "expected one of us-east-1, us-west-2";
      const remedy = "correct it, or give --new-region for one that AWS has opened since";
      const china =
        "the regions of AWS China are not covered (accounts of their own, prices in CNY); " +
        "expected a region of another partition; leave it out";
      const noPrices =
        "its partition has no price list to ask; expected offerings alone; give --offerings";
      const first = await refresh("--region", "us-wst-2", "cn-north-1", "us-gov-west-1", "mars");
      assert.deepEqual(first.stderr.split("\n"), [
        `--region us-wst-2: not a region of the catalogue; did you mean us-west-2?; ${known}; ${remedy}`,
        `--region cn-north-1: ${china}`,
        `--region us-gov-west-1: not a region of the catalogue; ${known}; ${remedy}`,
        `--region us-gov-west-1: ${noPrices}`,
        `--region mars: not a region of the catalogue; ${known}; ${remedy}`,
        "",
      ]);
      const second = await refresh("--new-region", "--region", "us-gov-west-1", "../mars-north-1");
      assert.deepEqual(second.stderr.split("\n"), [
        `--region us-gov-west-1: ${noPrices}`,
        `--region ../mars-north-1: not a region of the catalogue; ${known}; ${remedy}`,
        "",
      ]);
      assert.deepEqual([first.status, second.status], [1, 1]);
      assert.deepEqual(aws.requests, []);
    });
  });

  it("accepts a new region with --new-region", async () => {
    const args = ["--region", "mx-central-1", "--offerings", "--new-region"];
    const { status, stdout } = await refresh(...args);
    assert.match(
      stdout,
      /^mx-central-1 offerings: 6 types in 3 zones \(a new region\)\n {2}zones added \(3\)/,
    );
    assert.equal(status, 0);
    const { regions } = readDataFiles(data).data.offerings;
    assert.deepEqual(Object.keys(regions), ["mx-central-1", "us-east-1", "us-west-2"]);
  });

  interface Result {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  function refresh(...args: readonly string[]): Promise<Result> {
    const credentials = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "no-secret" };
    return refreshWith(credentials, ...args);
  }

  /** Nothing of the environment of the test gets through: no profile, no proxy, no other endpoint. */
  function refreshWith(
    credentials: Readonly<Record<string, string>>,
    ...args: readonly string[]
  ): Promise<Result> {
    const env = {
      ...credentials,
      HOME: home,
      NODE_PATH: join(root, "node_modules"),
      AWS_ENDPOINT_URL_EC2: aws.url,
      AWS_ENDPOINT_URL_PRICING: aws.url,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_MAX_ATTEMPTS: "2",
    };
    const command = [program, "refresh", "--data", data];
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [...command, ...args],
        { cwd: root, env },
        (error, stdout, stderr) =>
          resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  }

  function assertUntouched(before: readonly string[]): void {
    assert.deepEqual(dataTexts(data), before);
    assert.deepEqual(readdirSync(data).sort(), Object.values(fileNames).sort());
  }
});

const notRenewed =
  "Not renewed: labels and allocatable resources of the types, which come from Karpenter's documentation. A type " +
  "that is not in the catalogue is stored as an offering alone, and no answer knows it until the catalogue does " +
  "(docs/catalogue.md).";

/** The command as one file of JavaScript, because compiling it for each run would take most of the time. */
function bundle(): string {
  const outfile = join(mkdtempSync(join(tmpdir(), "catalogue-program-")), "main.js");
  buildSync({
    entryPoints: [join(root, "commands", "catalogue", "main.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    // So that NODE_PATH says where packages are, and no other program in it thinks that it was started.
    supported: { "dynamic-import": false },
    define: { "require.main": "undefined" },
  });
  return outfile;
}

/** Standard error without progress. */
function faultsOf(stderr: string): string {
  return stderr.replace(/^[a-z0-9-]+: asking [^\n]*\n/gm, "");
}

function shortened(answer: Answer, length: number): Answer {
  return { ...answer, body: answer.body.slice(0, length) };
}

function utcDay(): string {
  return new Date().toISOString().slice(0, 10);
}
