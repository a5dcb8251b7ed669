import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { unstoppedByBudgets } from "../../../../report/answers/disruption/unstopped";
import { embeddedVersions } from "../../../../scheduling/karpenter/karpenter-version";
import type { KarpenterInUse } from "../../../../scheduling/budgets/node-repair";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { guide, poolWith } from "../../../support/disruption-pools";

const core = `https://github.com/kubernetes-sigs/karpenter/blob/v${embeddedVersions.core}/pkg/controllers`;
const provider = `https://github.com/aws/karpenter-provider-aws/blob/v${embeddedVersions.providerAws}/pkg/controllers/interruption/utils.go`;
const repair =
  "Karpenter deletes a node that is NotReady for 30 minutes, or reports broken accelerators for 10, and does not wait for its pods. It deletes none while more than 20% of the pool is unhealthy.";

describe("what budgets do not stop", () => {
  function causes(pool: NodePool, gates: { nodeRepair?: boolean } = {}): string[] {
    return unstoppedByBudgets(pool, { minor: "1.15", ...gates }).map(({ cause }) => cause);
  }

  it("lists every cause, with the line of Karpenter's source for each", () => {
    const pool = poolWith({
      name: "fixed",
      replicas: 2,
      expireAfter: "24h",
      terminationGracePeriod: "1h",
    });
    assert.deepEqual(
      unstoppedByBudgets(pool, { minor: "1.14", nodeRepair: true }).map(({ text, source }) => [
        text,
        source,
      ]),
      [
        [
          "Every node is deleted and drained 24h after its creation (expireAfter), without a replacement made ready before.",
          `${core}/nodeclaim/expiration/controller.go#L75`,
        ],
        [
          "EC2 takes a Spot node back with two minutes' notice; Karpenter drains it within them.",
          `${provider}#L215`,
        ],
        [
          "EC2 takes a node of an interruptible capacity reservation back; Karpenter drains it.",
          `${provider}#L215`,
        ],
        [
          "An AWS Health event, a scheduled change, or an instance stopped or terminated by anyone: Karpenter drains the node.",
          `${provider}#L215`,
        ],
        [
          "A failed EC2 instance or system status check: Karpenter deletes the node at once, even with a PodDisruptionBudget or do-not-disrupt.",
          `${provider}#L115`,
        ],
        [repair, `${core}/node/legacyrepair/controller.go#L199`],
        [
          "kubectl delete node, or nodeclaim, drains and terminates the instance.",
          `${core}/node/termination/controller.go#L93`,
        ],
        [
          "Deleting the NodePool, or replacing it under another name, drains all nodes of fixed at once.",
          `${core}/provisioning/scheduling/nodeclaimtemplate.go#L160`,
        ],
        [
          "Fewer replicas than 2 delete the surplus nodes at once.",
          `${core}/static/deprovisioning/controller.go#L117`,
        ],
        [
          "A node's pods are deleted 1h after the drain began (terminationGracePeriod), even with a PodDisruptionBudget or do-not-disrupt.",
          `${core}/node/termination/terminator/terminator.go#L125`,
        ],
      ],
    );
  });

  it("has node repair with a condition if it is unknown whether it is on, and not if it is off", () => {
    const text = (gates?: { readonly nodeRepair?: boolean }) =>
      unstoppedByBudgets(guide.general, { minor: "1.14", ...gates }).find(
        ({ cause }) => cause === "node-repair",
      )?.text;
    assert.equal(text(), `With the feature gate NodeRepair: ${repair}`);
    assert.equal(text({ nodeRepair: true }), repair);
    assert.equal(text({ nodeRepair: false }), undefined);
  });

  it("has of voluntary repair what budgets do not limit, and all of it with legacyNodeRepair", () => {
    const text = (karpenter: KarpenterInUse) =>
      unstoppedByBudgets(guide.general, karpenter).find(({ cause }) => cause === "node-repair")
        ?.text;
    assert.match(text({ minor: "1.15", nodeRepair: true }) ?? "", /reason Unhealthy/);
    assert.equal(text({ minor: "1.15", nodeRepair: true, legacyNodeRepair: true }), repair);
    assert.equal(text({ minor: "1.15", nodeRepair: false }), undefined);
  });

  it("has no expiry if nodes never expire", () => {
    const causes = unstoppedByBudgets(poolWith({ expireAfter: "Never" })).map(({ cause }) => cause);
    assert.deepEqual(causes.slice(0, 2), ["spot-interruption", "reservation-interruption"]);
  });

  it("depends on what the pool may launch and on its settings", () => {
    assert.deepEqual(causes(guide.training, { nodeRepair: false }), [
      "expiry",
      "instance-event",
      "instance-failure",
      "deleted-node",
      "deleted-pool",
    ]);
    const everything = poolWith({ replicas: 2, terminationGracePeriod: "1h" });
    assert.deepEqual(causes(everything, { nodeRepair: true }), [
      "expiry",
      "spot-interruption",
      "reservation-interruption",
      "instance-event",
      "instance-failure",
      "node-repair",
      "deleted-node",
      "deleted-pool",
      "fewer-replicas",
      "termination-grace-period",
    ]);
    assert.equal(causes(poolWith({ expireAfter: "Never" })).includes("expiry"), false);
    const kept = "karpenter.k8s.aws/capacity-reservation-interruptible";
    const requirements = [{ key: kept, operator: "NotIn" as const, values: ["true"] }];
    assert.equal(causes(poolWith({ requirements })).includes("reservation-interruption"), false);
  });
});
