import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { before, describe, it } from "mocha";
import { parse } from "yaml";

import { readApprovals } from "../../commands/blast-radius/approvals";
import { findBuiltProgram } from "../../dev/programs/built-program";
import { pinnedCliVersion } from "../../sandbox/binaries/cache";
import { actionlintProgram } from "../../dev/programs/test-programs";
import { reporterFor } from "../../command-line/reporter";
import { fixtureStacks } from "../support/stack-values";
import { withTemporaryFolder } from "../support/temporary-folder";
import { runScript } from "../support/workflow-script";

const root = path.resolve(__dirname, "../..");
const github = path.join(root, ".github");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly "runs-on"?: string;
  readonly "timeout-minutes"?: number;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly if?: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const textOf = (file: string) => readFileSync(path.join(github, file), "utf8");
const workflow = (name: string) => parse(textOf(`workflows/${name}.yml`)) as Workflow;
const jobOf = (name: string, job: string) => workflow(name).jobs[job] ?? assert.fail(job);

const workflowNames = readdirSync(path.join(github, "workflows")).sort();
const actionFiles = readdirSync(path.join(github, "actions"))
  .sort()
  .map((name) => `actions/${name}/action.yml`);
const files = [...workflowNames.map((name) => `workflows/${name}`), ...actionFiles];
const stepsOfAction = (name: string) =>
  (parse(textOf(`actions/${name}/action.yml`)) as { runs: { steps: readonly Step[] } }).runs.steps;

/** Every step of every workflow and of the action. */
const steps: readonly Step[] = [
  ...workflowNames.flatMap((name) =>
    Object.values(workflow(path.parse(name).name).jobs).flatMap((job) => job.steps ?? []),
  ),
  ...readdirSync(path.join(github, "actions")).flatMap(stepsOfAction),
];

/** What the steps are given that upload or download an artifact. */
const stepsThatUse = (one: "upload" | "download") =>
  steps
    .filter(({ uses }) => uses?.startsWith(`actions/${one}-artifact@`))
    .map((step) => step.with ?? {});

describe("the workflows", function () {
  this.timeout(120_000);
  let actionlint: string;

  before(async () => {
    actionlint = await findBuiltProgram(
      actionlintProgram,
      process.env,
      reporterFor(process.stderr),
    );
  });

  /** What actionlint says of the workflows of a checkout, its optional helpers left out. */
  const complaints = (cwd: string) => {
    const options = ["-no-color", "-shellcheck=", "-pyflakes="];
    const { status, stdout } = spawnSync(actionlint, options, { cwd, encoding: "utf8" });
    return { status, stdout };
  };

  it("are those that are documented", () => {
    assert.deepEqual(workflowNames, ["deploy-stack.yml", "deploy.yml", "pull-request.yml"]);
  });

  it("have no fault that actionlint knows", () => {
    assert.deepEqual(complaints(root), { status: 0, stdout: "" });
  });

  it("would be refused by actionlint with a wrong input, expression or reference", () =>
    withTemporaryFolder((folder) => {
      execFileSync("git", ["init", "--quiet", folder]);
      for (const file of files) {
        mkdirSync(path.join(folder, ".github", path.dirname(file)), { recursive: true });
        const text = textOf(file)
          .replace("role-arn: ${{ vars.AWS_ROLE_ARN }}", "role: ${{ vars.AWS_ROLE_ARN }}")
          .replace("steps.plan.outputs.changes", "steps.plam.outputs.changes")
          .replace("needs: preview", "needs: previews");
        writeFileSync(path.join(folder, ".github", file), text);
      }
      const { status, stdout } = complaints(folder);
      assert.equal(status, 1);
      assert.match(stdout, /input "role" is not defined in action "Ready a deployment"/);
      assert.match(stdout, /property "plam" is not defined/);
      assert.match(stdout, /job "up" needs job "previews" which does not exist/);
    }));

  it("run other people's actions by the commit of a released version alone", () => {
    const uses = files.flatMap((file) => textOf(file).match(/uses: .*/g) ?? []);
    assert.ok(uses.length > 10);
    const foreign = uses.filter((one) => !one.startsWith("uses: ./"));
    assert.deepEqual(
      foreign.filter((one) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(one)),
      [],
    );
    // One version of each: an update cannot forget a place.
    const versions = new Set(foreign);
    assert.equal(versions.size, new Set([...versions].map((one) => one.split("@")[0])).size);
  });

  it("put nothing that a run brings along into the text of a script", () => {
    const scripts = steps.flatMap(({ run }) => run ?? []);
    assert.ok(scripts.length > 8);
    assert.deepEqual(
      scripts.filter((script) => script.includes("${{")),
      [],
    );
  });

  it("know no secret: roles are taken with a token of the run", () => {
    for (const file of files) assert.doesNotMatch(textOf(file), /\bsecrets\.|secrets:/, file);
  });

  it("run commands that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const called = steps.flatMap(({ run }) =>
      [...(run ?? "").matchAll(/\bnpm run (?:--silent )?([\w-]+)/g)].map(([, name]) => name ?? ""),
    );
    assert.deepEqual([...new Set(called)].sort(), ["check", "deployment-plan"]);
    assert.deepEqual(
      called.filter((name) => !(name in scripts)),
      [],
    );
  });

  it("have a limit of time for every job of their own", () => {
    for (const name of workflowNames) {
      for (const [job, one] of Object.entries(workflow(path.parse(name).name).jobs)) {
        // A job that calls a workflow has the limits of that one's jobs.
        if (one.uses === undefined) assert.equal(typeof one["timeout-minutes"], "number", job);
      }
    }
  });

  it("keep no credentials of the repository in a checkout", () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@") === true);
    assert.equal(checkouts.length, 5);
    for (const one of checkouts) assert.deepEqual(one.with, { "persist-credentials": false });
  });
});

describe("the workflow of pull requests", () => {
  const { on, permissions, concurrency, jobs } = workflow("pull-request");

  it("works from forks: the trigger without rights, and a token that reads", () => {
    assert.deepEqual(on, { pull_request: null });
    assert.deepEqual(permissions, { contents: "read" });
    for (const job of Object.values(jobs)) {
      assert.equal(job.permissions, undefined);
      assert.equal(job.environment, undefined);
      assert.equal(job["runs-on"], "ubuntu-24.04");
    }
    assert.doesNotMatch(textOf("workflows/pull-request.yml"), /\bvars\.|id-token/);
  });

  it("checks every stack on every Node.js that is supported", () => {
    assert.deepEqual(jobs["check"]?.strategy?.matrix, { node: [20, 22, 24] });
    assert.deepEqual(runsOf(jobs["check"]), ["npm ci", "npm run check"]);
  });

  it("runs the one script of the pipeline", () => {
    assert.deepEqual(runsOf(jobs["test"]), ["npm ci", ".ci/run"]);
  });

  it("stops what a newer push has overtaken", () => {
    assert.deepEqual(concurrency, {
      group: "pull-request-${{ github.event.pull_request.number }}",
      "cancel-in-progress": true,
    });
  });
});

describe("the workflow of deployments", () => {
  const { on, permissions } = workflow("deploy");
  const stack = jobOf("deploy", "stack");

  const script = jobOf("deploy", "stacks").steps?.find(({ run }) => run !== undefined)?.run;

  /** Runs the step that names the stacks, in a checkout with the fixture stacks in stacks/. */
  const namesFor = (listed: string, wanted = "") =>
    runScript(script ?? "false", {
      files: Object.fromEntries(readdirSync(fixtureStacks).map((file) => [`stacks/${file}`, ""])),
      env: { LISTED: listed, WANTED: wanted },
    });
  const howTo = "docs/deploying.md says how to set it up\n";

  it("deploys the stacks that are listed after a push to main, and no other of stacks/", async () => {
    assert.deepEqual(on["push"], { branches: ["main"] });
    assert.equal(stack.strategy?.matrix["stack"], "${{ fromJSON(needs.stacks.outputs.names) }}");
    assert.equal(stack.needs, "stacks");
    assert.deepEqual(await namesFor('["production-us-east-1", "dev-us-west-2"]'), {
      status: 0,
      stdout: "",
      output: 'names=["production-us-east-1","dev-us-west-2"]\n',
    });
  });

  it("names every listed stack that has no file", async () => {
    const { status, stdout } = await namesFor('["dev-us-west-2", "dev-us-west", "prod"]');
    assert.equal(status, 1);
    assert.equal(
      stdout,
      ["dev-us-west", "prod"]
        .map((name) => `::error::DEPLOY_STACKS: there is no stacks/Pulumi.${name}.yaml; ${howTo}`)
        .join(""),
    );
  });

  for (const listed of ["dev-us-west-2", '"dev-us-west-2"', "[1]", "{}"]) {
    it(`refuses ${listed} as a list of stacks`, async () => {
      const { status, stdout } = await namesFor(listed);
      assert.equal(status, 1);
      assert.match(stdout, /^::error::DEPLOY_STACKS: not a list of names, got .+; expected JSON/);
    });
  }

  it("deploys one stack by hand, if it is one of the list", async () => {
    assert.deepEqual(Object.keys(on), ["push", "workflow_dispatch"]);
    const list = '["dev-us-west-2","staging-us-west-2"]';
    assert.equal((await namesFor(list, "dev-us-west-2")).output, 'names=["dev-us-west-2"]\n');
    const { status, stdout } = await namesFor(list, "production-us-east-1");
    assert.equal(status, 1);
    assert.equal(
      stdout,
      `::error::stack: not in DEPLOY_STACKS, got production-us-east-1; expected one of ${list}; ${howTo}`,
    );
  });

  it("waits for its turn and is never cancelled, stack by stack, its approval included", () => {
    assert.deepEqual(stack.concurrency, {
      group: "deploy-${{ matrix.stack }}",
      "cancel-in-progress": false,
    });
  });

  it("does nothing in a repository that is not set up", () => {
    assert.equal(
      jobOf("deploy", "stacks").if,
      "vars.DEPLOY_STACKS != '' && vars.DEPLOY_STACKS != '[]'",
    );
  });

  it("has the right to a token for AWS, and to read, where it needs them", () => {
    assert.deepEqual(permissions, {});
    assert.deepEqual(workflow("deploy-stack").permissions, {});
    const rights = { contents: "read", "id-token": "write" };
    // A called workflow has no right that its caller lacks.
    assert.deepEqual(stack.permissions, { actions: "read", ...rights });
    assert.deepEqual(jobOf("deploy-stack", "protection").permissions, { actions: "read" });
    assert.deepEqual(jobOf("deploy-stack", "preview").permissions, rights);
    assert.deepEqual(jobOf("deploy-stack", "up").permissions, rights);
  });
});

describe("the deployment of a stack", () => {
  const preview = jobOf("deploy-stack", "preview");
  const up = jobOf("deploy-stack", "up");

  it("previews with a role of its own and deploys after the approval of the environment", () => {
    assert.equal(preview.environment, "${{ inputs.stack }}-preview");
    assert.equal(up.environment, "${{ inputs.stack }}");
    assert.equal(up.needs, "preview");
    assert.equal(up.if, "needs.preview.outputs.changes == 'true'");
  });

  it("runs where a private cluster can be reached, if a runner is named for it", () => {
    const runner = "${{ fromJSON(vars.RUNNERS || '{}')[inputs.stack] || 'ubuntu-24.04' }}";
    assert.equal(preview["runs-on"], runner);
    assert.equal(up["runs-on"], runner);
  });

  it("has the policy pack check every preview and every deployment", () => {
    const engineRuns = [...runsOf(preview), ...runsOf(up)]
      .flatMap((script) => script.replace(/\\\n\s*/g, "").split("\n"))
      .filter((line) => /^pulumi (preview|up)\b/.test(line));
    assert.equal(engineRuns.length, 4);
    for (const line of engineRuns) {
      assert.match(line, / --policy-pack policies --policy-pack-config "\$PACK_CONFIG"/);
      assert.match(line, / --stack "\$STACK" --non-interactive /);
    }
  });

  it("compares with the approved plan right before it deploys", () => {
    const scripts = runsOf(up);
    const compared = scripts.findIndex((script) => script.includes("deployment-plan -- compare"));
    const deployed = scripts.findIndex((script) => script.includes("pulumi up"));
    assert.equal(deployed, compared + 1);
    assert.match(scripts[deployed] ?? "", /--yes --skip-preview/);
    const uploads = stepsThatUse("upload").map((one) => [one["name"], one["path"]]);
    assert.deepEqual(uploads, [
      ["plan-${{ inputs.stack }}", "plan.json"],
      ["preview-${{ inputs.stack }}", "preview.txt"],
    ]);
    const downloads = stepsThatUse("download").map((one) => one["name"]);
    assert.deepEqual(downloads, ["plan-${{ inputs.stack }}"]);
  });

  // 30 days: https://docs.github.com/en/actions/reference/limits
  it("keeps the plan as long as an approval may take, and the values of the preview for a week", () => {
    assert.deepEqual(
      stepsThatUse("upload").map((one) => one["retention-days"]),
      [30, 7],
    );
  });

  it("asks nobody to approve a drain that may outlast the job, unless the pools are empty", () => {
    const fits = preview.steps?.findIndex(({ run }) => run?.includes("deployment-plan -- fits"));
    const step = preview.steps?.[fits ?? -1];
    const kept = preview.steps?.findIndex(({ uses }) => uses?.includes("upload-artifact"));
    assert.ok((fits ?? -1) > 0 && (fits ?? -1) < (kept ?? -1));
    assert.equal(step?.if, "${{ !inputs.pools-are-empty }}");
    const minutes = Number(/fits plan\.json (\d+)$/.exec(step.run ?? "")?.[1]);
    // What the job does before it deploys takes some minutes.
    assert.equal(minutes, (up["timeout-minutes"] ?? 0) - 20);
    const passed = jobOf("deploy", "stack").with?.["pools-are-empty"];
    assert.equal(passed, "${{ inputs.pools-are-empty || false }}");
  });

  it("stops a plan that drains nodes outside of their budgets, before it asks for an approval", () => {
    const gate = preview.steps?.findIndex(({ run }) => run?.includes("check -- --plan"));
    const kept = preview.steps?.findIndex(({ uses }) => uses?.includes("upload-artifact"));
    assert.ok((gate ?? -1) > 0 && (gate ?? -1) < (kept ?? -1));
    const { run, if: condition } = preview.steps?.[gate ?? -1] ?? {};
    assert.match(
      run ?? "",
      /--plan "\$RUNNER_TEMP\/preview\.json" --approvals stacks\/approvals\.json/,
    );
    assert.equal(condition, undefined);
    // Without it the plan leaves out what stays the same, and a changed node class names no pools.
    assert.ok(preview.steps?.some(({ run }) => run?.includes("--json --show-sames")));
    assert.doesNotThrow(() =>
      readApprovals(JSON.parse(readFileSync("stacks/approvals.json", "utf8")) as unknown),
    );
  });

  it("installs the Pulumi CLI that the tests run", () => {
    const installed = steps.find(({ uses }) => uses?.startsWith("pulumi/actions@"));
    assert.deepEqual(installed?.with, { "pulumi-version": pinnedCliVersion });
  });

  it("takes its role for as long as the job may last", () => {
    const role = steps.find(({ uses }) => uses?.startsWith("aws-actions/"));
    assert.deepEqual(role?.with, {
      "aws-region": "${{ steps.stack.outputs.region }}",
      "role-to-assume": "${{ inputs.role-arn }}",
      "role-session-name": "${{ inputs.stack }}-${{ github.run_id }}",
      "role-duration-seconds": 14400,
    });
    assert.equal((up["timeout-minutes"] ?? 0) * 60, 14400);
  });
});

describe("the protection of a stack's environments", () => {
  const protection = jobOf("deploy-stack", "protection");
  const script = runsOf(protection)[0] ?? assert.fail();
  const reviewers = { type: "required_reviewers", reviewers: [{ type: "Team" }] };
  const onlyMain = { protected_branches: false, custom_branch_policies: true };
  const preview = {
    protection_rules: [{ type: "branch_policy" }],
    deployment_branch_policy: onlyMain,
  };
  const production = {
    protection_rules: [reviewers, { type: "branch_policy" }],
    deployment_branch_policy: onlyMain,
  };

  /** Runs the step with these answers of GitHub; an environment that is left out does not exist. */
  const run = (environments: Readonly<Record<string, unknown>>, unreviewed = "[]") =>
    runScript(script, {
      files: Object.fromEntries(
        Object.entries(environments).map(([name, one]) => [`api/${name}`, JSON.stringify(one)]),
      ),
      programs: {
        gh: 'cat "api/${2#repos/acme/platform/environments/}" 2> /dev/null && exit; echo "gh: Not Found (HTTP 404)" >&2; exit 1',
      },
      env: { REPOSITORY: "acme/platform", STACK: "prod-us-east-1", UNREVIEWED: unreviewed },
    });
  const told = (fault: string) => `::error::${fault}; docs/deploying.md says how to set it up\n`;

  it("is checked before a job names them, because that would create them without any", async () => {
    assert.equal(jobOf("deploy-stack", "preview").needs, "protection");
    assert.equal(protection.environment, undefined);
    const environments = { "prod-us-east-1-preview": preview, "prod-us-east-1": production };
    assert.deepEqual(await run(environments), { status: 0, stdout: "", output: "" });
  });

  it("is missing where an environment does not exist: both are named", async () => {
    const { status, stdout } = await run({});
    assert.equal(status, 1);
    assert.equal(
      stdout,
      ["prod-us-east-1-preview", "prod-us-east-1"]
        .map((name) =>
          told(`environment ${name}: not readable, got gh: Not Found (HTTP 404) ; create it first`),
        )
        .join(""),
    );
  });

  for (const [problem, rules] of [
    ["no rule", []],
    ["a branch policy alone", [{ type: "branch_policy" }]],
    ["a list of nobody", [{ ...reviewers, reviewers: [] }]],
  ] as const) {
    it(`is missing where the environment has no reviewers: ${problem}`, async () => {
      const { status, stdout } = await run({
        "prod-us-east-1-preview": preview,
        "prod-us-east-1": { ...production, protection_rules: rules },
      });
      assert.equal(status, 1);
      assert.equal(
        stdout,
        told(
          "environment prod-us-east-1: it has no required reviewers, so nobody would approve the deployment",
        ),
      );
    });
  }

  it("is missing where every branch may take the role of the environment", async () => {
    const { status, stdout } = await run({
      "prod-us-east-1-preview": { ...preview, deployment_branch_policy: null },
      "prod-us-east-1": production,
    });
    assert.equal(status, 1);
    assert.equal(
      stdout,
      told(
        "environment prod-us-east-1-preview: every branch may use it; expected the branch main alone",
      ),
    );
  });

  it("does without reviewers for a stack that the repository names so", async () => {
    const environments = { "prod-us-east-1-preview": preview, "prod-us-east-1": preview };
    const { status, stdout } = await run(environments, '["prod-us-east-1"]');
    assert.equal(status, 0);
    assert.match(stdout, /^::warning::UNREVIEWED_STACKS names prod-us-east-1/);
    for (const others of ['["prod-us-east-1-b"]', '"prod-us-east-1-b"']) {
      assert.equal((await run(environments, others)).status, 1);
    }
  });
});

describe("a deployment that fails", () => {
  const [hint] = stepsOfAction("failure-hint");

  const hintFor = (log: string) =>
    runScript(hint?.run ?? "false", { files: { "up.txt": log }, env: { LOG: "up.txt" } });

  // https://github.com/aws/karpenter-provider-aws/issues/3441
  for (const message of [
    "unexpected status from HEAD request to https://public.ecr.aws/v2/karpenter/karpenter/manifests/1.14.1: 403 Forbidden",
    "unexpected status from HEAD request to https://public.ecr.aws/v2/karpenter/karpenter/manifests/1.14.1: 400 Bad Request",
    "pull access denied for public.ecr.aws/karpenter/karpenter: denied: Your authorization token has expired",
  ]) {
    it(`names a stale login as the cause of: ${message}`, async () => {
      const { status, stdout } = await hintFor(`Updating\n    error: ${message}\nResources: 3\n`);
      assert.equal(status, 0);
      assert.match(stdout, /^::error::public\.ecr\.aws: .*helm registry logout public\.ecr\.aws/);
    });
  }

  it("gets no hint for another cause, or without a log", async () => {
    const quiet = { status: 0, stdout: "", output: "" };
    assert.deepEqual(await hintFor("oci://public.ecr.aws/karpenter/karpenter created\n"), quiet);
    const without = await runScript(hint?.run ?? "false", { env: { LOG: "up.txt" } });
    assert.deepEqual(without, quiet);
  });

  it("is explained from what the step before has printed", () => {
    for (const [job, log, file] of [
      ["preview", "preview.txt", "tee preview.txt"],
      ["up", "${{ runner.temp }}/up.txt", 'tee "$RUNNER_TEMP/up.txt"'],
    ] as const) {
      const all = jobOf("deploy-stack", job).steps ?? [];
      const at = all.findIndex(({ uses }) => uses === "./.github/actions/failure-hint");
      assert.equal(all[at]?.if, "failure()");
      assert.deepEqual(all[at]?.with, { log });
      assert.ok(all[at - 1]?.run?.trim().endsWith(`2>&1 | ${file}`), job);
    }
  });

  it("names the subject of the trust policy when AWS refuses the token", () => {
    const all = stepsOfAction("deployment");
    const at = all.findIndex((step) => step.if === "failure() && steps.role.outcome == 'failure'");
    assert.match(all[at - 1]?.uses ?? "", /^aws-actions\/configure-aws-credentials@/);
    assert.match(all[at]?.run ?? "", /::error::AWS_ROLE_ARN: .*the subject of its trust policy/);
  });
});

describe("the settings of a deployment", () => {
  const script = stepsOfAction("deployment")[0]?.run ?? assert.fail();
  const good = {
    STACK: "production-us-east-1",
    ROLE_ARN: "arn:aws:iam::123456789012:role/deploy",
    PULUMI_BACKEND_URL: "s3://state",
    SECRETS_PROVIDER: "awskms://alias/state?region=us-east-1",
  };

  /** Runs the step in a checkout with one stack file and programs that do nothing. */
  const run = (changes: Partial<typeof good>) =>
    runScript(script, {
      files: {
        "stacks/Pulumi.production-us-east-1.yaml": `secretsprovider: ${good.SECRETS_PROVIDER}\nencryptedkey: abc\n`,
      },
      programs: { aws: "", jq: "" },
      env: { ...good, ...changes },
    });

  it("come from the stack's name and the environment's variables", async () => {
    assert.deepEqual(await run({}), {
      status: 0,
      stdout: "",
      output: "region=us-east-1\npack-config=policies/config/production.json\n",
    });
  });

  it("are all named when they are missing", async () => {
    const { status, stdout } = await run({
      STACK: "production-eu-west-1",
      ROLE_ARN: "",
      PULUMI_BACKEND_URL: "",
      SECRETS_PROVIDER: "",
    });
    assert.equal(status, 1);
    assert.deepEqual(
      stdout.trim().split("\n"),
      [
        "stack: there is no stacks/Pulumi.production-eu-west-1.yaml",
        "AWS_ROLE_ARN: the GitHub environment has no such variable",
        "PULUMI_BACKEND_URL: the GitHub environment has no such variable",
        "PULUMI_SECRETS_PROVIDER: the GitHub environment has no such variable",
      ].map((fault) => `::error::${fault}; docs/deploying.md says how to set it up`),
    );
  });

  it("are refused with another key than the one the stack's secrets were made with", async () => {
    const { status, stdout } = await run({ SECRETS_PROVIDER: "awskms://alias/other" });
    assert.equal(status, 1);
    assert.match(stdout, /^::error::PULUMI_SECRETS_PROVIDER: not the secretsprovider of stacks\//);
  });
});

function runsOf(job: Job | undefined): readonly string[] {
  return (job?.steps ?? []).flatMap(({ run }) => run ?? []);
}
