import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { blastsOf } from "../../../commands/blast-radius/blasts";
import { fleetOf } from "../../../commands/blast-radius/fleet";
import { planVerdict } from "../../../commands/blast-radius/plan-verdict";
import { verdictText } from "../../../commands/blast-radius/text";
import type { PlannedChange } from "../../../commands/blast-radius/plan";
import { unknown } from "../../../sandbox/providers/stand-in";
import { withTemporaryFolder } from "../../support/temporary-folder";

const urn = "urn:pulumi:dev::team::kubernetes:karpenter.sh/v1:NodePool::gpus";
const stateOf = (spec: object) => ({
  inputs: {
    apiVersion: "karpenter.sh/v1",
    kind: "NodePool",
    metadata: { name: "gpus" },
    spec: { limits: { nodes: 8 }, ...spec },
  },
  protect: true,
  retainOnDelete: false,
});
const change = (before: object, after: object): PlannedChange => ({
  urn,
  type: "kubernetes:karpenter.sh/v1:NodePool",
  name: "gpus",
  action: "update",
  providers: [],
  before: stateOf(before),
  after: stateOf(after),
  changed: ["spec.replicas"],
  replaceReasons: [],
});
const found = (before: object, after: object) =>
  blastsOf(fleetOf([change(before, after)])).map(({ effect, problem }) => `${effect}: ${problem}`);

describe("a change of spec.replicas", () => {
  const toStatic = "refused: makes a static NodePool of a dynamic one";
  const toDynamic = "refused: makes a dynamic NodePool of a static one";
  for (const [title, before, after, expected] of [
    ["is refused where a pool becomes static", {}, { replicas: 2 }, [toStatic]],
    ["is refused where a pool becomes static without nodes", {}, { replicas: 0 }, [toStatic]],
    ["is refused where a pool becomes dynamic", { replicas: 2 }, {}, [toDynamic]],
    ["is refused where null is no value", { replicas: 0 }, { replicas: null }, [toDynamic]],
    ["passes where the pool grows", { replicas: 2 }, { replicas: 3 }, []],
    ["passes where the pool stays dynamic", {}, { replicas: null }, []],
    ["passes where the new value is not known yet", { replicas: 2 }, { replicas: unknown }, []],
  ] as const) {
    it(title, () => {
      assert.deepEqual(found(before, after), expected);
    });
  }

  it("stops the plan with the way that avoids it, whether nodes run or not", () =>
    withTemporaryFolder((folder) => {
      const [oldState, newState] = [stateOf({}), stateOf({ replicas: 2 })];
      const files = {
        plan: { steps: [{ op: "update", urn, oldState, newState }] },
        nodes: { items: [] },
      };
      const named = Object.fromEntries(
        Object.entries(files).map(([name, content]) => {
          const file = path.join(folder, name);
          writeFileSync(file, JSON.stringify(content));
          return [name, file];
        }),
      );
      const today = new Date("2026-11-30T12:00:00Z");
      const text = verdictText(planVerdict({ plan: "", ...named, today }));
      assert.match(text, /^The plan is stopped: 1 step would be refused by the API server\.\n/);
      assert.match(text, /\[stopped\] refused gpus: .*because of spec\.replicas/);
      assert.match(text, /Fix: open the other slot of the tier, or a second pool/);
      return Promise.resolve();
    }));
});
