import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { IANAZone } from "luxon";
import { describe, it } from "mocha";

import { checkStack } from "../../../commands/check/check-stack";
import { sharedClusterNames } from "../../../commands/check/shared-cluster-names";
import { draftStack } from "../../../commands/new-stack/new-stack";
import { knownRegions, timeZoneOf, zoneNamesOf } from "../../../commands/new-stack/regions";
import { environments } from "../../../infra/config/schema";
import { readStackFile } from "../../../infra/checks/read-stack-file";
import program from "../../../infra/index";
import { zoneIdsOf } from "../../../scheduling/catalogue/offerings";
import { testDay } from "../../policies/check-program";
import { fixtureStacks } from "../../support/stack-values";
import { withTemporaryFolder } from "../../support/temporary-folder";

const root = path.resolve(__dirname, "../../..");

describe("a new stack", function () {
  this.timeout(300_000);

  for (const region of knownRegions) {
    it(`has no fault in ${region}, in any environment`, () =>
      withTemporaryFolder((folder) => {
        for (const environment of environments) {
          const { file, text } = draftInto(folder, environment, region);
          const { config, faults } = readStackFile(file);
          assert.deepEqual(faults, [], text);
          assert.ok(config && Object.keys(config.tiers).length > 0);
        }
        assert.deepEqual(sharedClusterNames(folder), []);
      }));
  }

  for (const environment of environments) {
    it(`passes the policy pack in ${environment}, with many tiers and with few`, () =>
      withTemporaryFolder(async (folder) => {
        for (const region of ["us-west-2", "me-south-1"]) {
          const { file } = draftInto(folder, environment, region);
          const check = await checkStack(file, { root, today: testDay, program });
          const { faults, findings, defects } = check;
          assert.deepEqual(
            { faults, findings, defects },
            { faults: [], findings: [], defects: [] },
          );
          assert.ok(check.resources > 50, `${check.resources} resources`);
        }
      }));
  }

  it("has a range of addresses that no other stack has", () =>
    withTemporaryFolder((folder) => {
      const ranges = ["eu-west-1", "eu-west-2", "eu-west-3"].map((region) => {
        const { config } = readStackFile(draftInto(folder, "dev", region).file);
        return config?.network.cidr;
      });
      assert.equal(new Set(ranges).size, 3);
      const others = readdirSync(fixtureStacks)
        .filter((file) => file.endsWith(".yaml"))
        .map((file) => readStackFile(path.join(fixtureStacks, file)).config?.network.cidr);
      const beside = draftStack(fixtureStacks, "dev", "eu-west-1");
      const cidr = /cidr: (\S+)/.exec(beside.text)?.[1];
      assert.ok(cidr !== undefined && !others.includes(cidr), cidr);
    }));

  it("leaves out a tier that the region has no types for", () => {
    const tiers = (region: string) => draftStack(fixtureStacks, "production", region).text;
    assert.match(tiers("us-east-2"), /^ {4}trainium-trn1: \{\}$/m);
    // EC2 DescribeInstanceTypeOfferings, 2026-08-01: no trn1 in Ireland.
    assert.doesNotMatch(tiers("eu-west-1"), /trainium-trn1/);
  });

  it("is refused where one of that name exists", () => {
    assert.throws(() => draftStack(fixtureStacks, "dev", "us-west-2"), {
      name: "InputFault",
      message:
        'stack: exists already, got "dev-us-west-2"; expected a new one; edit stacks/Pulumi.dev-us-west-2.yaml',
    });
  });

  it("is refused in an unknown region or environment, both at once, with the nearest names", () => {
    assert.throws(
      () => draftStack(fixtureStacks, "prod", "eu-wset-1"),
      ({ name, message }: Error) => {
        const [environment, region] = message.split("\n");
        assert.equal(name, "InputFault");
        assert.match(
          environment ?? "",
          /^environment: unknown, got "prod"; expected one of dev, .*; did you mean production\?$/,
        );
        assert.match(
          region ?? "",
          /^region: unknown, got "eu-wset-1"; .*; did you mean eu-west-1\?$/,
        );
        return true;
      },
    );
  });

  it("is refused where no stack has versions to take over", () =>
    withTemporaryFolder((folder) => {
      assert.throws(() => draftStack(folder, "dev", "eu-west-1"), {
        name: "InputFault",
        message:
          "versions: no stack file to take them from; restore one of stacks/ that makes its own cluster",
      });
    }));
});

describe("the regions of new stacks", () => {
  it("have as many zones as their offerings, and a time zone that exists", () => {
    for (const region of knownRegions) {
      assert.ok(IANAZone.isValidZone(timeZoneOf(region)), region);
      assert.notEqual(timeZoneOf(region), "UTC", region);
      assert.equal(zoneNamesOf(region, 6).length, zoneIdsOf(region).length, region);
    }
  });
});

/** Writes the draft beside a stack that gives it its versions. */
function draftInto(folder: string, environment: string, region: string) {
  mkdirSync(folder, { recursive: true });
  const model = draftStack(fixtureStacks, "staging", "us-east-2");
  writeFileSync(path.join(folder, path.basename(model.file)), model.text);
  if (`${environment}-${region}` === model.stack) {
    return { file: path.join(folder, path.basename(model.file)), text: model.text };
  }
  const draft = draftStack(folder, environment, region);
  writeFileSync(draft.file, draft.text);
  return draft;
}
