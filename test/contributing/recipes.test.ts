import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { after, before, describe, it } from "mocha";

import { copyCheckout } from "../../dev/bench/checkout-copy";
import { stackNames } from "../../infra/config/stack-names";
import { shippedStacks } from "../support/stack-values";
import { temporaryFolder } from "../support/temporary-folder";

const root = path.resolve(__dirname, "../..");

/**
 * Follows the recipes of CONTRIBUTING.md in a copy of the checkout, one after the other. What a person writes by hand
 * is written here; the commands are those of the page, word for word.
 */
describe("a recipe of CONTRIBUTING.md", function () {
  this.timeout(600_000);
  let copy: string;
  before(() => {
    copy = temporaryFolder();
    copyCheckout(copy);
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  it("adds a stack", () => {
    followCommands(copy, "Add a stack");
    assert.ok(existsSync(path.join(copy, "stacks/Pulumi.staging-eu-west-1.yaml")));
    assert.ok(existsSync(path.join(copy, "test/stacks/golden/staging-eu-west-1.resources.json")));
    assert.match(read(copy, "docs/tiers.md"), /\| staging-eu-west-1 \|/);
  });

  it("does not write over a stack that exists", () => {
    const file = "stacks/Pulumi.staging-eu-west-1.yaml";
    const text = read(copy, file);
    const { status, stderr } = run(copy, "npm run --silent new-stack -- staging eu-west-1");
    assert.equal(status, 1);
    assert.match(stderr, /^stack: exists already, got "staging-eu-west-1"/);
    assert.equal(read(copy, file), text);
  });

  it("adds a tier", () => {
    const profiles = "components/node-pools/tier-profiles.ts";
    replace(copy, profiles, '  "multi-arch",\n', '  "gpu-batch",\n  "multi-arch",\n');
    replace(copy, profiles, '  "multi-arch": {\n', `${tierProfile}  "multi-arch": {\n`);
    replace(
      copy,
      "stacks/Pulumi.staging-eu-west-1.yaml",
      "accelerator-platform:tiers:\n",
      "accelerator-platform:tiers:\n    gpu-batch: { limits: { nvidia.com/gpu: 2 } }\n",
    );
    followCommands(copy, "Add a tier");
    assert.match(read(copy, "docs/tiers.md"), /^- `gpu-batch`: Runs batch jobs/m);
    assert.match(
      read(copy, "test/stacks/golden/staging-eu-west-1.node-pools.json"),
      /"gpu-batch-node-pool"/,
    );
  });

  it("adds a policy rule", () => {
    const id = "cost-grace-period";
    write(copy, `policies/rules/cost/${id}.ts`, rule);
    write(copy, `test/fixtures/policies/${id}/good/typical.yaml`, `# An hour.\n${poolOf("1h")}`);
    write(
      copy,
      `test/fixtures/policies/${id}/bad/typical.yaml`,
      `# A month.\n# finds: spec.template.spec.terminationGracePeriod\n${poolOf("720h")}`,
    );
    write(copy, `test/policies/rules/cost/${id}.test.ts`, ruleTest);
    replace(
      copy,
      "policies/registry.ts",
      "rules: [costLimitsRequired",
      "rules: [costGracePeriod, costLimitsRequired",
    );
    replace(
      copy,
      "policies/registry.ts",
      "import { costLimitsRequired }",
      'import { costGracePeriod } from "./rules/cost/cost-grace-period";\nimport { costLimitsRequired }',
    );
    followCommands(copy, "Add a policy rule", { "<group>": "cost" });
    assert.match(read(copy, "docs/policies/index.md"), /\[cost-grace-period\]/);
  });

  it("leaves the check and the tests that read all tiers, rules and stacks passing", () => {
    succeed(copy, "npm run check");
    succeed(copy, `npx mocha ${[...stackTests, ...tierAndRuleTests].join(" ")}`);
  });

  it("renames and removes stacks: no test names one of stacks/", () => {
    for (const stack of stackNames(shippedStacks)) {
      rmSync(path.join(copy, `stacks/Pulumi.${stack}.yaml`));
    }
    assert.deepEqual(stackNames(path.join(copy, "stacks")), ["staging-eu-west-1"]);
    succeed(copy, "npm run generate");
    succeed(copy, "npm run golden");
    succeed(copy, "npm run check");
    succeed(copy, `npx mocha ${["test/stacks/golden.test.ts", ...stackTests].join(" ")}`);
  });
});

/** Quick tests that loop over the files of stacks/, or could name one. */
const stackTests = [
  "test/stacks/tiers.test.ts",
  "test/infra/config/json-schema.test.ts",
  "test/infra/config/stack-names.test.ts",
  "test/infra/checks/read-stack-file.test.ts",
  "test/infra/checks/version-compatibility.test.ts",
  "test/infra/resolved/agents.test.ts",
  "test/report/subject/stack-subject.test.ts",
];

/** Quick tests that loop over all tiers or all rules. */
const tierAndRuleTests = [
  "test/components/node-pools/pool-names.test.ts",
  "test/policies/support/configuration-file.test.ts",
  "test/policies/registry.test.ts",
];

/** Runs the commands of a recipe, which are the last block of its section, with its placeholders filled in. */
function followCommands(
  copy: string,
  title: string,
  placeholders: Readonly<Record<string, string>> = {},
): void {
  const page = readFileSync(path.join(root, "CONTRIBUTING.md"), "utf8");
  const section = page.split(/^## /m).find((one) => one.startsWith(`${title}\n`)) ?? "";
  const block = [...section.matchAll(/^```\n([^`]+)^```$/gm)].at(-1)?.[1] ?? "";
  const commands = block.trim().split("\n");
  assert.ok(commands.length > 1, `${title} has commands`);
  for (const written of commands) {
    const command = Object.entries(placeholders).reduce(
      (text, [placeholder, value]) => text.replaceAll(placeholder, value),
      written,
    );
    succeed(copy, command);
  }
}

function succeed(copy: string, command: string): void {
  const { status, stdout, stderr } = run(copy, command);
  assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
}

function run(copy: string, command: string) {
  // Options of this process, such as a loader, are not meant for the commands.
  const env = { ...process.env, NODE_OPTIONS: "" };
  return spawnSync("bash", ["-c", command], { cwd: copy, encoding: "utf8", env });
}

function read(copy: string, file: string): string {
  return readFileSync(path.join(copy, file), "utf8");
}

function write(copy: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
  writeFileSync(path.join(copy, file), text);
}

/** The first place of the text is replaced; that it is there is part of the recipe. */
function replace(copy: string, file: string, from: string, to: string): void {
  const text = read(copy, file);
  assert.ok(text.includes(from), `${file} has ${JSON.stringify(from)}`);
  write(
    copy,
    file,
    text.replace(from, () => to),
  );
}

const tierProfile = `  "gpu-batch": {
    purpose: "Runs batch jobs that survive an interruption, on Spot L4 or T4.",
    workloadClass: "general",
    nodeClass: "gpu-optimized",
    accelerator: nvidiaGpuResource,
    gpus: { byDefault: ["l4", "t4"], choices: ["l4", "t4"] },
    requirements: [
      { key: instanceSizeLabelKey, operator: "In", values: ["xlarge", "2xlarge"] },
      ...wholeNvidiaGpus,
    ],
    capacityTypes: ["spot"],
    taints: [gpuTaint],
    labels: { [nodeTypeLabelKey]: "gpu-batch", accelerator: "nvidia" },
    limits: { [nvidiaGpuResource]: 8 },
    weight: 20,
    disruption: {
      kind: "follows-load",
      consolidationPolicy: "WhenEmpty",
      consolidateAfter: "5m",
      budgets: aTenthAtATime,
    },
    expireAfter: "336h",
    terminationGracePeriod: "1h",
  },
`;

const rule = `import { parseDuration } from "../../../scheduling/values/duration";
import { fieldText } from "../../support/message";
import { nodePool, nodePoolTypes, terminationGracePeriodPath } from "../../support/node-pool";
import { fieldOf, shapeFinding, textOf } from "../../support/reading";
import type { ResourceRule } from "../../support/rule";

const longestSeconds = 7 * 24 * 3600;

export const costGracePeriod: ResourceRule<object> = {
  id: "cost-grace-period",
  title: "A node that goes is gone within a week.",
  why: "A node is billed until its termination grace period ends.",
  severity: "low",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [terminationGracePeriodPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: ["\`terminationGracePeriod\` is at most seven days, where it is set."],
  since: "0.2.0",
  check: (resource) => {
    const written = textOf(fieldOf(nodePool(resource), terminationGracePeriodPath));
    if (written.kind === "misshapen") return [shapeFinding(written)];
    if (written.kind === "absent") return [];
    const seconds = parseDuration(written.value);
    if (seconds === undefined || seconds <= longestSeconds) return [];
    return [
      {
        path: terminationGracePeriodPath,
        problem: "a node may be billed for more than a week after it is no longer wanted",
        got: written.value,
        expected: "168h or less",
        because: "The period begins when the node is drained.",
        fix: \`set \${fieldText(terminationGracePeriodPath)} to 168h or less\`,
      },
    ];
  },
};
`;

const ruleTest = `import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { costGracePeriod } from "../../../../policies/rules/cost/cost-grace-period";
import { cpuPool } from "../../../fixtures/resources/node-pool";
import { checkBy } from "../../check-program";

describe("cost-grace-period", () => {
  it("finds nothing in a pool without a grace period", async () => {
    const { messages } = await checkBy(costGracePeriod, cpuPool());
    assert.deepEqual(messages, []);
  });
});
`;

function poolOf(gracePeriod: string): string {
  return `apiVersion: karpenter.sh/v1
kind: NodePool
metadata: { name: web }
spec:
  template:
    metadata:
      labels: { workload: cpu }
    spec:
      terminationGracePeriod: ${gracePeriod}
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: default }
      requirements:
        - { key: karpenter.k8s.aws/instance-family, operator: In, values: [ m7i ] }
  disruption:
    budgets:
      - { nodes: 10% }
  limits: { cpu: 100 }
`;
}
