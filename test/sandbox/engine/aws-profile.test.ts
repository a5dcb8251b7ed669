import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { up } from "../../../sandbox/commands/up";
import { withSandbox } from "../../support/engine";

const stack = "dev-us-west-2";

/** Runs with AWS_PROFILE in the environment, or without it. */
async function withProfile(profile: string | undefined, run: () => Promise<void>): Promise<void> {
  const before = process.env["AWS_PROFILE"];
  set(profile);
  try {
    await run();
  } finally {
    set(before);
  }
}

function set(profile: string | undefined): void {
  if (profile === undefined) delete process.env["AWS_PROFILE"];
  else process.env["AWS_PROFILE"] = profile;
}

describe("a person and a pipeline that deploy the same stack", function () {
  this.timeout(600_000);

  // https://github.com/pulumi/pulumi-eks/blob/v4.3.0/nodejs/eks/cluster/cluster.ts
  it("change nothing, although only the person has AWS_PROFILE in the environment", () =>
    withSandbox(async (sandbox) => {
      await withProfile(undefined, () => up(sandbox.context({ stack })));
      for (const profile of ["person", "another-person", undefined]) {
        const again = sandbox.context({ stack });
        await withProfile(profile, () => up(again));
        assert.match(again.notes.at(-1) ?? "", /: no change, \d+ unchanged$/);
      }
    }));
});
