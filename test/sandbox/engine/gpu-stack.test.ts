import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { parse, stringify } from "yaml";

import { destroy } from "../../../sandbox/commands/destroy";
import { up } from "../../../sandbox/commands/up";
import { nameOf, typeOf } from "../../../command-line/urn";
import { assertDestroyOrder } from "../../support/destroy-order";
import { completedUrns, withSandbox } from "../../support/engine";
import { stackFile } from "../../support/stack-values";

const stack = "dev-us-west-2";
const overlayType = "kubernetes:karpenter.sh/v1alpha1:NodeOverlay";

/** The development stack on Bottlerocket, with one tier whose GPUs are shared. */
function writeStackFile(folder: string): void {
  const file = parse(fs.readFileSync(stackFile(stack), "utf8")) as {
    config: Record<string, unknown>;
  };
  file.config["accelerator-platform:gpu"] = {
    stack: "bottlerocket-operator",
    amiAlias: "bottlerocket@v1.53.0",
  };
  file.config["accelerator-platform:tiers"] = {
    "gpu-inference": {
      limits: { "nvidia.com/gpu": 4 },
      gpuSharing: { timeSlicing: { replicas: 4 } },
    },
    "multi-arch": { limits: { cpu: 64, memory: "256Gi" } },
  };
  fs.mkdirSync(folder);
  const schema = "# yaml-language-server: $schema=./schema.json\n";
  fs.writeFileSync(path.join(folder, `Pulumi.${stack}.yaml`), schema + stringify(file));
}

describe("a stack on Bottlerocket with shared GPUs in the engine", function () {
  this.timeout(600_000);

  it("is deployed under the policy pack, deployed again without a change, and destroyed in order", () =>
    withSandbox(async (sandbox) => {
      const stacksFolder = path.join(sandbox.stateFolder, "stacks");
      writeStackFile(stacksFolder);
      const first = sandbox.context({ stack, stacksFolder });
      await up(first);
      const created = completedUrns(first.events, "create").map(nameOf);
      const overlay = created.indexOf("gpu-inference-node-overlay-1");
      assert.ok(overlay > created.indexOf("karpenter-release"), "the overlay after Karpenter");
      assert.ok(
        overlay < created.indexOf("gpu-inference-node-pool"),
        "the overlay before its pool",
      );

      const again = sandbox.context({ stack, stacksFolder });
      await up(again);
      assert.match(again.notes.at(-1) ?? "", /: no change, \d+ unchanged$/);

      const last = sandbox.context({ stack, stacksFolder });
      await destroy(last);
      const deleted = completedUrns(last.events, "delete");
      assertDestroyOrder(deleted);
      const types = deleted.map(typeOf);
      const names = deleted.map(nameOf);
      // Other pools are deleted at the same time, in any order.
      assert.ok(
        names.indexOf("gpu-inference-node-pool") < types.indexOf(overlayType),
        "the overlay after its pool",
      );
      assert.ok(
        types.lastIndexOf(overlayType) < names.indexOf("karpenter-release"),
        "the overlay before Karpenter",
      );
    }));
});
