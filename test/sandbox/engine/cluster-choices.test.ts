import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";
import { parse, stringify } from "yaml";

import { destroy } from "../../../sandbox/commands/destroy";
import { up } from "../../../sandbox/commands/up";
import { nameOf } from "../../../command-line/urn";
import { assertDestroyOrder } from "../../support/destroy-order";
import { completedUrns, withSandbox } from "../../support/engine";
import { stackFile } from "../../support/stack-values";

const stack = "dev-us-west-2";

/** The development stack with every option of network and cluster that is off by default. */
function writeStackFile(folder: string): void {
  const file = parse(fs.readFileSync(stackFile(stack), "utf8")) as {
    config: Record<string, Record<string, unknown>>;
  };
  const section = (name: string) => (file.config[`accelerator-platform:${name}`] ??= {});
  section("network")["podCidrs"] = ["100.64.0.0/16"];
  Object.assign(section("cluster"), {
    volumeKey: "own",
    nodeMonitoring: true,
    ownsSpotServiceLinkedRole: true,
  });
  Object.assign(section("versions")["addons"] as Record<string, unknown>, {
    "eks-node-monitoring-agent": "v1.7.0-eksbuild.1",
  });
  section("karpenter")["nodeRepair"] = { enabled: true };
  fs.mkdirSync(folder);
  const schema = "# yaml-language-server: $schema=./schema.json\n";
  fs.writeFileSync(path.join(folder, `Pulumi.${stack}.yaml`), schema + stringify(file));
}

describe("a stack with its own key, role and pod ranges in the engine", function () {
  this.timeout(600_000);

  it("is deployed under the policy pack, deployed again without a change, and destroyed in order", () =>
    withSandbox(async (sandbox) => {
      const stacksFolder = path.join(sandbox.stateFolder, "stacks");
      writeStackFile(stacksFolder);
      const first = sandbox.context({ stack, stacksFolder });
      await up(first);
      const created = completedUrns(first.events, "create").map(nameOf);
      const place = (name: string) => {
        assert.ok(created.includes(name), name);
        return created.indexOf(name);
      };
      assert.ok(place("network-pods-100-64-0-0") < place("network-pods-100-64-0-0-us-west-2a"));
      assert.ok(place("volumes-alias") < place("system-nodes-group"));
      assert.ok(place("spot-role") < place("karpenter-release"));
      assert.ok(
        place("system-nodes-group") < place("addons-after-nodes-eks-node-monitoring-agent"),
      );

      const again = sandbox.context({ stack, stacksFolder });
      await up(again);
      assert.match(again.notes.at(-1) ?? "", /: no change, \d+ unchanged$/);

      const last = sandbox.context({ stack, stacksFolder });
      await destroy(last);
      const urns = completedUrns(last.events, "delete");
      assertDestroyOrder(urns);
      const deleted = urns.map(nameOf);
      const nodes = deleted.findIndex((name) => name === "system-nodes-group");
      assert.ok(
        nodes >= 0 && nodes < deleted.indexOf("volumes-key"),
        "the key is deleted after the nodes",
      );
      assert.ok(nodes < deleted.indexOf("volumes-alias"), "and so does its alias");
    }));
});
