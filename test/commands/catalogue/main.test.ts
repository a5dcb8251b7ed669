import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { smallCatalogue, writeSmallCatalogue } from "./small-catalogue";

const root = join(__dirname, "..", "..", "..");

describe("npm run catalogue", function () {
  this.timeout(60_000);

  it("prints help without arguments and with --help, with IAM actions and exit codes", () => {
    const bare = run();
    assert.match(bare.stdout, /^Usage: npm run catalogue -- \[options\] \[command\]\n/);
    for (const { stdout, status } of [bare, run("--help"), run("refresh", "--help")]) {
      assert.match(
        stdout,
        /ec2:DescribeInstanceTypeOfferings, ec2:DescribeAvailabilityZones and pricing:GetProducts\./,
      );
      assert.match(
        stdout,
        /\n {2}0 {2}fine\n {2}1 {2}faulty input[^]*\n {2}2 {2}AWS cannot be reached/,
      );
      assert.equal(status, 0);
    }
  });

  it("exits 1 for a refresh without a region and for an unknown command", () => {
    const { status, stderr } = run("refresh");
    assert.equal(
      stderr,
      "error: required option '--region <region...>' not specified\n(--help shows what there is)\n",
    );
    assert.equal(status, 1);
    assert.equal(run("renew").status, 1);
  });

  it("exits 0 when its reader closes the pipe", () => {
    const { status, stderr } = spawnSync(
      "bash",
      [
        "-c",
        'set -o pipefail; "$0" --import tsx commands/catalogue/main.ts show | head -n 1 >&2',
        process.execPath,
      ],
      { cwd: root, encoding: "utf8" },
    );
    assert.match(stderr, /^catalogue: \d+ types, .*\n$/);
    assert.equal(status, 0);
  });

  it("shows zones, types, prices and their sources", () => {
    const data = smallCatalogue();
    const source = "AWS Price List (GetProducts), on demand, Linux, read 2026-11-22";
    const own = { source, date: "2026-11-22", onDemandUsdPerHour: { values: "1.1", rows: "0" } };
    const folder = writeSmallCatalogue({
      ...data,
      prices: { names: "g5.xlarge", regions: { "us-west-2": own } },
    });
    const { status, stdout } = run("show", "--data", folder);
    const one = run("show", "--data", folder, "--region", "us-east-1");
    rmSync(folder, { recursive: true });
    assert.deepEqual(stdout.split("\n"), [
      "catalogue: 7 types, labels and allocatable resources from a page",
      "us-east-1",
      "  zones      use1-az1, use1-az2",
      "  offerings  2 types, from a record of 2026-08-01",
      "  prices     7 types, from a table of 2026-07-20",
      "us-west-2",
      "  zones      usw2-az1, usw2-az2, usw2-az3",
      "  offerings  6 types, from a record of 2026-08-01",
      `  prices     1 types, from ${source}`,
      "",
    ]);
    assert.equal(status, 0);
    assert.equal(one.stdout.split("\n").length, 6);
  });

  it("shows the project's data, and says when a region uses the prices of us-east-1", () => {
    const { status, stdout } = run("show", "--region", "us-west-2");
    assert.match(stdout, /^catalogue: 1363 types, .*\nus-west-2\n {2}zones {6}usw2-az1, /);
    assert.match(
      stdout,
      /\n {2}prices {5}(none of its own; us-east-1's stand in|\d+ types), from .*\d{4}-\d{2}-\d{2}/,
    );
    assert.equal(status, 0);
  });

  it("exits 1 without a stack trace for an unknown region and for data that it cannot read", () => {
    const { status, stderr } = run("show", "--region", "mars-north-1", "constructor");
    assert.match(
      stderr,
      /^--region mars-north-1: not a region of the catalogue; expected one of [^\n]+\n--region constructor: [^\n]+\n$/,
    );
    assert.equal(status, 1);

    const folder = writeSmallCatalogue();
    writeFileSync(join(folder, "instance-offerings.json"), '{"source":');
    writeFileSync(join(folder, "on-demand-prices.json"), '{"names":1,"regions":{}}');
    const broken = run("show", "--data", folder);
    rmSync(folder, { recursive: true });
    const [offerings, prices] = broken.stderr.split("\n");
    assert.match(
      offerings ?? "",
      /instance-offerings\.json: cannot be read \(Unexpected end of JSON input\); /,
    );
    assert.match(
      prices ?? "",
      /on-demand-prices\.json: cannot be read \(names: Invalid input: expected string, /,
    );
    assert.equal(broken.stderr.split("\n").length, 3);
    assert.equal(broken.status, 1);
  });

  function run(...args: readonly string[]): {
    status: number | null;
    stdout: string;
    stderr: string;
  } {
    const command = ["--import", "tsx", "commands/catalogue/main.ts", ...args];
    return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  }
});
