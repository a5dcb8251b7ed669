import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { defineCheck } from "../../../infra/checks/define-check";
import type { PlatformConfig } from "../../../infra/config/schema";
import { stackConfig } from "../../support/stack-values";

const stack = "production-us-east-1";
const config = stackConfig(stack);
const faultAt = (...path: string[]) => [{ path, problem: "wrong" }];

describe("defineCheck", () => {
  it("runs the check with the sections that it reads and the name of the stack", () => {
    const check = defineCheck(["region", "network"], ({ region, network }, name) =>
      faultAt(region, network.natGateways, name),
    );
    assert.deepEqual(check(config, stack), faultAt("us-east-1", "one-per-zone", stack));
  });

  it("skips the check when a section that it reads is broken", () => {
    const check = defineCheck(["region", "network"], ({ region }) => faultAt(region));
    assert.deepEqual(check({ region: "us-east-1" }, stack), []);
  });

  it("runs the check when an optional section that it reads is absent from the file", () => {
    const check = defineCheck(["maintenanceWindow"], ({ maintenanceWindow }) =>
      maintenanceWindow === undefined ? faultAt("maintenanceWindow") : [],
    );
    assert.equal(check({ maintenanceWindow: undefined }, stack).length, 1);
  });

  it("does not compile for a check that reads a section it did not declare", () => {
    // @ts-expect-error network is not declared
    defineCheck(["region"], ({ region, network }) => faultAt(region, JSON.stringify(network)));
    // @ts-expect-error a helper that wants the whole configuration does not fit
    defineCheck(["region"], ({ region }: PlatformConfig) => faultAt(region));
    // @ts-expect-error maintenanceWindow is optional in a file, but not declared
    defineCheck(["region"], ({ maintenanceWindow }) => faultAt(JSON.stringify(maintenanceWindow)));
    defineCheck(
      ["region"],
      // @ts-expect-error an optional section is no way around the declaration
      ({ maintenanceWindow }: { maintenanceWindow: PlatformConfig["maintenanceWindow"] }) =>
        faultAt(JSON.stringify(maintenanceWindow)),
    );
  });
});
