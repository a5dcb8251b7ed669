import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { InputFault } from "../../../command-line/input-fault";
import { preview } from "../../../sandbox/commands/preview";
import { attacks, secretText } from "../../fixtures/programs/attacks";
import { withSandbox } from "../../support/engine";

/** Resource and rule of each way past a pack; each must be among the findings. */
const expected: readonly (readonly [string, string])[] = [
  ["claim", "cov-known-kinds"],
  ["cheap", "cost-node-overlay"],
  ["upsert", "acc-gpu-taint"],
  ["upsert", "cost-limits-required"],
  ["release", "acc-gpu-taint"],
  ["release", "cost-limits-required"],
  ["dodge", "cap-class-agrees"],
  ["dodge", "dis-expire-training"],
  ["eight-k", "cost-ceiling"],
  ["grace", "dis-training-grace"],
  ["secret", "acc-label"],
  ["eighths", "clu-endpoint"],
  ["group", "acc-node-group"],
  ["templated", "acc-node-group"],
  ["reserved", "cost-direct-purchase"],
];

describe("the policy pack in the engine, on the ways past it", function () {
  this.timeout(180_000);

  it("stops each of them in one preview, survives an empty asset, and quotes no secret", () =>
    withSandbox(async (sandbox) => {
      const context = sandbox.context({ program: attacks });
      await assert.rejects(preview(context), (error: Error) => {
        assert.ok(error instanceof InputFault, error.message);
        const found = error.message
          .split("\n")
          .flatMap((line) => /^\s*\[mandatory\] (\S+)\s+\S+ (\S+)$/.exec(line) ?? []);
        const pairs = new Set<string>();
        for (let index = 0; index < found.length; index += 3) {
          pairs.add(`${found[index + 2]} ${found[index + 1]}`);
        }
        for (const [resource, rule] of expected) {
          assert.ok(pairs.has(`${resource} ${rule}`), `${resource} ${rule}\n${error.message}`);
        }
        assert.ok(!error.message.includes(secretText), error.message);
        return true;
      });
    }));
});
