import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { describe, it } from "mocha";

import { planDifferences } from "../../../commands/deployment-plan/compare";
import { describePlan } from "../../../commands/deployment-plan/describe";
import { longDrains } from "../../../commands/deployment-plan/long-drains";
import { planOfPreview, readPlan } from "../../../commands/deployment-plan/plan";
import { withTemporaryFolder } from "../../support/temporary-folder";

const urn = (type: string, name: string) =>
  `urn:pulumi:dev-us-west-2::accelerator-platform::accelerator-platform:network:Network$${type}::${name}`;
const vpc = urn("aws:ec2/vpc:Vpc", "network-vpc");
const cluster = urn("aws:eks/cluster:Cluster", "cluster");
const pool = urn("kubernetes:karpenter.sh/v1:NodePool", "general-node-pool");

/** As `pulumi preview --json` prints it, cut down to what is read and what has to be left out. */
const preview = {
  config: { "accelerator-platform:region": "us-west-2" },
  steps: [
    {
      op: "update",
      urn: pool,
      diffReasons: ["spec"],
      detailedDiff: {
        "spec.weight": { kind: "update", inputDiff: true },
        "spec.limits.cpu": { kind: "add", inputDiff: true },
      },
      newState: { inputs: { password: "not for everybody" } },
    },
    { op: "same", urn: vpc },
    {
      op: "replace",
      urn: cluster,
      diffReasons: ["name", "tags"],
      replaceReasons: ["name"],
      detailedDiff: null,
    },
    { op: "create", urn: urn("aws:ec2/subnet:Subnet", "network-a") },
  ],
  changeSummary: { same: 1, create: 1, replace: 1, update: 1 },
};

const plan = planOfPreview(preview);

describe("planOfPreview", () => {
  it("keeps the changes in a fixed order, without values", () => {
    assert.deepEqual(plan, {
      steps: [
        {
          op: "create",
          urn: urn("aws:ec2/subnet:Subnet", "network-a"),
          properties: [],
          replaceReasons: [],
        },
        { op: "replace", urn: cluster, properties: ["tags"], replaceReasons: ["name"] },
        {
          op: "update",
          urn: pool,
          properties: ["spec.limits.cpu: add", "spec.weight: update"],
          replaceReasons: [],
        },
      ],
    });
    assert.deepEqual(planOfPreview({ ...preview, steps: preview.steps.toReversed() }), plan);
  });

  it("is empty without steps: the engine leaves them out when nothing changes", () => {
    assert.deepEqual(planOfPreview({ changeSummary: { same: 3 } }), { steps: [] });
    assert.deepEqual(planOfPreview({ steps: null }), { steps: [] });
  });

  it("can be written to a file and read again", () => {
    assert.deepEqual(readPlan(JSON.parse(JSON.stringify(plan))), plan);
  });
});

// https://github.com/hashicorp/terraform-provider-aws/issues/40902
describe("a node group with a release version", () => {
  const step = (inputs: object, ...changed: readonly string[]) => ({
    op: "update",
    urn: urn("aws:eks/nodeGroup:NodeGroup", "system-nodes-group"),
    diffReasons: changed,
    detailedDiff: Object.fromEntries(changed.map((property) => [property, { kind: "update" }])),
    newState: { inputs },
  });
  const pinned = { releaseVersion: "1.35.2-20260903" };
  const isLeftBehind = (changes: object) =>
    planOfPreview({ steps: [changes] }).steps[0]?.leavesReleaseBehind ?? false;

  it("leaves it behind when its launch template or its Kubernetes version changes alone", () => {
    for (const property of ["launchTemplate.version", "launchTemplate", "version"]) {
      assert.equal(isLeftBehind(step(pinned, property)), true, property);
      assert.equal(isLeftBehind({ ...step(pinned, property), detailedDiff: null }), true, property);
      assert.equal(isLeftBehind(step(pinned, property, "releaseVersion")), false, property);
    }
  });

  it("keeps it when nothing replaces its nodes, and has none to keep without the key", () => {
    assert.equal(isLeftBehind(step(pinned, "scalingConfig.minSize", "labels")), false);
    assert.equal(isLeftBehind(step({}, "launchTemplate.version")), false);
  });

  it("is described with what to do, and written to a file without the release itself", () => {
    const plan = planOfPreview({ steps: [step(pinned, "launchTemplate.version")] });
    assert.match(
      describePlan(plan),
      /system-nodes-group`: launchTemplate\.version: update\. \*\*EKS installs the newest AMI and refuses the release of the stack file afterwards: set the newest `cluster\.systemNodes\.releaseVersion` too/,
    );
    assert.doesNotMatch(JSON.stringify(plan), /1\.35\.2/);
    assert.deepEqual(readPlan(JSON.parse(JSON.stringify(plan))), plan);
  });
});

describe("a NodePool that is deleted", () => {
  /** As the engine shows a deletion: the timeout of the old state, in seconds. */
  const gone = (name: string, minutes: number | undefined, op = "delete") => ({
    op,
    urn: urn("kubernetes:karpenter.sh/v1:NodePool", name),
    oldState: {
      type: "kubernetes:karpenter.sh/v1:NodePool",
      ...(minutes === undefined ? {} : { customTimeouts: { create: 60, delete: minutes * 60 } }),
    },
  });
  const planOf = (...steps: readonly unknown[]) => planOfPreview({ steps });

  it("is described with the time that its deletion may wait", () => {
    assert.equal(
      describePlan(planOf(gone("trainium-trn1-node-pool", 1470))),
      `**1 delete**

Deleted or replaced:

- delete \`kubernetes:karpenter.sh/v1:NodePool trainium-trn1-node-pool\`, waits up to 1470 minutes for its nodes
`,
    );
  });

  it("is reported once, deleted or replaced, when its deletion may outlast the job", () => {
    const name = "trainium-trn1-node-pool";
    const fault = `${name}: its deletion waits up to 1470 minutes for its nodes, got 220 minutes for the deployment; empty the pool and say so, or let a person deploy (docs/deploying.md, Remove a tier)`;
    assert.deepEqual(longDrains(planOf(gone(name, 1470)), 220), [fault]);
    const replaced = planOf(gone(name, 1470, "replace"), gone(name, 1470, "delete-replaced"));
    assert.deepEqual(longDrains(replaced, 220), [fault]);
  });

  it("fits with a shorter or no timeout, and so does a pool that stays", () => {
    const stays = gone("inferentia-inf2-node-pool", 1470, "update");
    const others = [gone("gpu-general-node-pool", 150), gone("other-node-pool", undefined), stays];
    assert.deepEqual(longDrains(planOf(...others), 150), []);
    assert.equal(longDrains(planOf(...others), 149).length, 1);
  });

  it("can be written to the plan's file and read again", () => {
    const written = planOf(gone("gpu-general-node-pool", 150));
    assert.equal(written.steps[0]?.drainMinutes, 150);
    assert.deepEqual(readPlan(JSON.parse(JSON.stringify(written))), written);
  });
});

describe("planDifferences", () => {
  const [first, second, third] = plan.steps;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);

  it("finds none between two equal previews", () => {
    assert.deepEqual(planDifferences(plan, planOfPreview(preview)), []);
  });

  it("finds a missing step, a new step, and a step that changes other properties", () => {
    const now = {
      steps: [
        { op: "delete", urn: vpc, properties: [], replaceReasons: [] },
        { ...second, replaceReasons: ["name", "version"] },
        third,
      ],
    };
    assert.deepEqual(planDifferences(plan, now), [
      `create ${first.urn}: approved, and no longer planned`,
      `delete ${vpc}: planned now, and not approved`,
      `replace ${cluster}: approved as [tags, replaced for name], now [tags, replaced for name, replaced for version]`,
    ]);
  });

  it("finds an update that has become a replacement", () => {
    const now = { steps: [first, second, { ...third, op: "replace" }] };
    assert.deepEqual(planDifferences(plan, now), [
      `update ${pool}: approved, and no longer planned`,
      `replace ${pool}: planned now, and not approved`,
    ]);
  });
});

describe("describePlan", () => {
  it("says what is lost before anything else", () => {
    assert.equal(
      describePlan(plan),
      `**1 create, 1 replace, 1 update**

Deleted or replaced:

- replace \`aws:eks/cluster:Cluster cluster\`, because of name: tags

Created or changed in place:

- create \`aws:ec2/subnet:Subnet network-a\`
- update \`kubernetes:karpenter.sh/v1:NodePool general-node-pool\`: spec.limits.cpu: add, spec.weight: update
`,
    );
  });

  it("says so when nothing changes", () => {
    assert.equal(describePlan({ steps: [] }), "No changes.\n");
  });
});

describe("npm run deployment-plan", function () {
  this.timeout(60_000);
  const root = path.resolve(__dirname, "../../..");
  const run = (...args: string[]) => {
    const main = path.join(root, "commands/deployment-plan/main.ts");
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", main, ...args],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    return { status, stdout, stderr };
  };

  it("makes a plan, and accepts the same changes and no others", () =>
    withTemporaryFolder((folder) => {
      const [previewFile, planFile] = ["preview.json", "plan.json"].map((name) =>
        path.join(folder, name),
      ) as [string, string];
      writeFileSync(previewFile, JSON.stringify(preview));
      const made = run("make", previewFile);
      assert.deepEqual(
        { ...made, stdout: readPlan(JSON.parse(made.stdout)) },
        {
          status: 0,
          stdout: plan,
          stderr: "",
        },
      );
      writeFileSync(planFile, made.stdout);
      assert.deepEqual(run("compare", planFile, previewFile), {
        status: 0,
        stdout: "The same changes as approved.\n",
        stderr: "",
      });
      writeFileSync(previewFile, JSON.stringify({ steps: preview.steps.slice(0, 3) }));
      assert.deepEqual(run("compare", planFile, previewFile), {
        status: 1,
        stdout: "",
        stderr:
          "The plan is not the one that was approved: the state or the account changed since. Preview it again.\n" +
          `  create ${urn("aws:ec2/subnet:Subnet", "network-a")}: approved, and no longer planned\n`,
      });
    }));

  it("refuses a drain that may take longer than the job", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "plan.json");
      const step = { op: "delete", urn: pool, properties: [], replaceReasons: [] };
      writeFileSync(file, JSON.stringify({ steps: [{ ...step, drainMinutes: 1470 }] }));
      assert.deepEqual(run("fits", file, "1470"), {
        status: 0,
        stdout: "Nothing in the plan waits longer than 1470 minutes.\n",
        stderr: "",
      });
      const { status, stdout, stderr } = run("fits", file, "220");
      assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
      assert.match(
        stderr,
        /^The deployment may be cut off .* Nothing was changed\.\n  general-node-pool: its deletion waits up to 1470 minutes .*\n$/,
      );
      assert.equal(run("fits", file, "soon").status, 1);
    }));

  it("names a file that is not a plan, without a stack trace", () =>
    withTemporaryFolder((folder) => {
      const file = path.join(folder, "plan.json");
      writeFileSync(file, "{}");
      const { status, stderr } = run("describe", file);
      assert.equal(status, 1);
      assert.match(
        stderr,
        /^deployment-plan: .*plan\.json: cannot be read \(.*steps.*\); expected a plan; make a new one\n$/,
      );
    }));

  it("answers --help, also for each command, and does nothing else", () => {
    const { stdout: help } = run("--help");
    for (const command of ["make", "describe", "fits", "compare"]) {
      const { status, stdout, stderr } = run(command, "--help");
      assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
      assert.match(stdout, new RegExp(`^Usage: npm run --silent deployment-plan -- ${command} `));
      assert.match(help, new RegExp(`^  ${command} <`, "m"));
    }
  });

  it("refuses a missing, a superfluous and a wrong argument with exit code 1", () => {
    for (const [args, message] of [
      [["make"], "error: missing required argument 'preview.json'"],
      [["make", "a", "b"], "error: too many arguments for 'make'. Expected 1 argument but got 2."],
      [
        ["fits", "plan.json", "soon"],
        "error: command-argument value 'soon' is invalid for argument 'minutes'. expected a whole number, 1 or more",
      ],
    ] as const) {
      const { status, stdout, stderr } = run(...args);
      assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
      assert.equal(stderr.split("\n")[0], message);
    }
  });

  it("prints its help for a command it does not know", () => {
    const { status, stderr } = run("apply");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /^error: unknown command .apply.\n\nUsage: npm run --silent deployment-plan -- /,
    );
  });
});
