import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { planVerdict } from "../../../commands/blast-radius/plan-verdict";
import { verdictText } from "../../../commands/blast-radius/text";
import { withTemporaryFolder } from "../../support/temporary-folder";

const today = new Date("2026-11-30T12:00:00Z");
const urn = "urn:pulumi:dev::team::kubernetes:karpenter.sh/v1:NodePool::gpus";
const inputs = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "gpus" },
  spec: {
    template: {
      metadata: { labels: { workload: "inference" } },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "gpus" },
        requirements: [
          { key: "node.kubernetes.io/instance-type", operator: "In", values: ["p5.48xlarge"] },
        ],
        expireAfter: "Never",
      },
    },
    limits: { "nvidia.com/gpu": 16 },
    disruption: {
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "10m",
      budgets: [
        {
          nodes: "0",
          reasons: ["Drifted", "Underutilized"],
          schedule: "0 4 * * *",
          duration: "23h",
        },
      ],
    },
  },
};
const state = { inputs, protect: false };
const deletion = { steps: [{ op: "delete", urn, oldState: state }] };
const label = structuredClone(inputs);
label.spec.template.metadata.labels = { workload: "search" };
const drift = { steps: [{ op: "update", urn, oldState: state, newState: { inputs: label } }] };

const node = (pool: string, type: string) => ({
  metadata: { labels: { "karpenter.sh/nodepool": pool, "node.kubernetes.io/instance-type": type } },
});

async function textOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  let text = "";
  await withTemporaryFolder((folder) => {
    const paths = Object.entries(files).map(([name, content]) => {
      const file = path.join(folder, `${name}.json`);
      writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
      return [name, file] as const;
    });
    const named = Object.fromEntries(paths);
    text = verdictText(planVerdict({ plan: "", ...named, today })).replaceAll(`${folder}/`, "");
    return Promise.resolve();
  });
  return text;
}

describe("the verdict on a plan", () => {
  it("names the cause, the accelerators and dollars at stake, and the way that avoids it", async () => {
    assert.equal(
      await textOf({ plan: deletion }),
      [
        "The plan is stopped: 1 step would drain or orphan nodes.",
        "1 resource in the plan, 1 that nodes depend on.",
        "The plan leaves out what stays the same; pulumi preview --show-sames shows those NodePools too.",
        "",
        "[stopped] drains gpus: the plan deletes the NodePool",
        "  Deleting a NodePool deletes its nodes at once, and no budget applies. Pods with do-not-disrupt hold a node only until its grace period ends.",
        "  At stake: gpus: up to 16 GPUs, up to $110.08 an hour on demand in us-east-1",
        "  Fix: set the pool's limits to 0, wait until it has no nodes, approve this step, then remove the pool.",
        `  To approve it: {"urn": "${urn}", "effect": "drains", "reason": …, "owner": …, "expires": …}`,
      ].join("\n"),
    );
  });

  it("counts the nodes that run, when it is given them", async () => {
    const nodes = { items: [node("gpus", "p5.48xlarge"), node("other", "m7i.large")] };
    assert.match(
      await textOf({ plan: deletion, nodes }),
      /At stake: gpus: 1 node now, 8 accelerators, \$55\.04 an hour on demand in us-east-1/,
    );
  });

  it("lets a pool go that has no node", async () => {
    const text = await textOf({ plan: deletion, nodes: { items: [node("other", "m7i.large")] } });
    assert.match(text, /^The plan drains no node outside of its budgets\.\n/);
  });

  it("shows an approval with its owner, its day and its reason", async () => {
    const approvals = [
      {
        urn,
        effect: "drains",
        reason: "empty since Monday",
        owner: "ml-platform",
        expires: "2026-12-24",
      },
    ];
    const text = await textOf({ plan: deletion, approvals });
    assert.match(text, /^The plan drains no node outside of its budgets\.\n/);
    assert.match(
      text,
      /\[approved\] drains gpus: .*\n(.*\n)*  ml-platform, until 2026-12-24: empty since Monday/,
    );
  });

  it("tells which nodes drift, and at which hours", async () => {
    assert.match(
      await textOf({ plan: drift }),
      /\nDrift: Karpenter replaces these nodes within the budgets\.\n  gpus: every node \(spec\.template\); .*03:00-04:00 UTC$/,
    );
  });

  it("is refused for a file that is no plan, with its name and without a stack trace", async () => {
    await assert.rejects(textOf({ plan: "{}" }), {
      name: "InputFault",
      message:
        /^--plan .*plan\.json: cannot be read \(the file: no steps and no summary of changes\); expected the output of pulumi preview --json, or an event log$/,
    });
    await assert.rejects(textOf({ plan: deletion, nodes: "{}" }), {
      message: /^--nodes .*expected the output of kubectl get nodes -o json$/,
    });
  });
});
