import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { preview } from "../../../sandbox/commands/preview";
import { up } from "../../../sandbox/commands/up";
import { InputFault } from "../../../command-line/input-fault";
import {
  mutatedPlatform,
  type MutableNodePoolSpec,
} from "../../fixtures/programs/mutated-platform";
import { ownNodePool } from "../../fixtures/programs/own-node-pool";
import { withSandbox, type TestSandbox } from "../../support/engine";

/** A violation that must stop an `up`, both of another program and of this project's. */
interface Violation {
  readonly title: string;
  /** The rules that report it, each once. */
  readonly rules: readonly string[];
  /** The line of the message with the place, the problem, the value and what is allowed. */
  readonly problem: string;
  readonly ownPool: () => PulumiFn;
  /** The NodePool of this project's stack that is changed, and the change. */
  readonly platform: readonly [string, (spec: MutableNodePoolSpec) => void];
}

const capacityTypeKey = "karpenter.sh/capacity-type";
const taint = (key: string, value: string): { key: string; value: string; effect: string } => ({
  key,
  value,
  effect: "NoSchedule",
});
const isIn = (
  key: string,
  ...values: string[]
): MutableNodePoolSpec["template"]["spec"]["requirements"][number] => ({
  key,
  operator: "In",
  values,
});

/** A pool without violations. `change` adds one. */
function pool(
  type: string,
  workload: string,
  taints: MutableNodePoolSpec["template"]["spec"]["taints"],
  change: (spec: MutableNodePoolSpec) => void = () => undefined,
  annotations: Readonly<Record<string, string>> = {},
): PulumiFn {
  const budgets: MutableNodePoolSpec["disruption"]["budgets"] =
    workload === "training"
      ? [
          { nodes: "100%", reasons: ["Empty"] },
          { nodes: "0", reasons: ["Drifted", "Underutilized"] },
        ]
      : [{ nodes: "10%" }];
  const spec = {
    template: {
      metadata: { labels: { workload } },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "theirs" },
        requirements: [
          isIn("node.kubernetes.io/instance-type", type),
          isIn(capacityTypeKey, "on-demand"),
        ],
        taints,
        expireAfter: "Never",
      },
    },
    disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "30m", budgets },
    limits: { "nvidia.com/gpu": 8, "aws.amazon.com/neuron": 8 },
  };
  change(spec);
  return ownNodePool(spec, annotations);
}

const gpuTaint = taint("nvidia.com/gpu", "true");
const neuronTaint = taint("aws.amazon.com/neuron", "true");
const trainingTaints = [gpuTaint, taint("workload", "training")];

const violations: readonly Violation[] = [
  {
    title: "a GPU pool without its taint",
    rules: ["acc-gpu-taint"],
    problem: `spec.template.spec.taints: no NoSchedule taint for nvidia.com/gpu, got []; expected nvidia.com/gpu:NoSchedule`,
    ownPool: () => pool("g5.xlarge", "inference", []),
    platform: ["gpu-inference", (spec) => (spec.template.spec.taints = [])],
  },
  {
    title: "a Neuron pool without its taint",
    rules: ["acc-neuron-taint"],
    problem: `spec.template.spec.taints: no NoSchedule taint for aws.amazon.com/neuron, got []; expected aws.amazon.com/neuron:NoSchedule`,
    ownPool: () => pool("inf2.xlarge", "inference", []),
    platform: ["inferentia", (spec) => (spec.template.spec.taints = [])],
  },
  {
    title: "a training pool that allows Spot",
    rules: ["cap-training-on-demand"],
    problem: `spec.template.spec.requirements: a training pool allows spot, got karpenter.sh/capacity-type In [on-demand spot]; expected karpenter.sh/capacity-type In [on-demand, reserved], or one of the two`,
    ownPool: () => pool("p4d.24xlarge", "training", trainingTaints, allowSpot),
    platform: ["gpu-training", allowSpot],
  },
  {
    title: "a training pool that says nothing of capacity type",
    rules: ["cap-training-on-demand"],
    problem: `spec.template.spec.requirements: no requirement on karpenter.sh/capacity-type, got nothing; expected karpenter.sh/capacity-type In [on-demand, reserved], or one of the two`,
    ownPool: () => pool("p4d.24xlarge", "training", trainingTaints, sayNothingOfCapacity),
    platform: ["gpu-training", sayNothingOfCapacity],
  },
  {
    title: "a training pool whose budget lets drift through outside its window",
    rules: ["dis-training-no-voluntary"],
    problem: `spec.disruption.budgets: Drifted and Underutilized disruption is allowed outside the maintenance window SUN 02:00 3h America/New_York, got SUN 09:00 for 166h UTC (America/New_York: SUN 04:00 for 166h at UTC-05:00; SUN 05:00 for 166h at UTC-04:00); expected 0 nodes except at SUN 07:00-09:00 UTC`,
    ownPool: () =>
      pool("p4d.24xlarge", "training", trainingTaints, allowDrift, {
        "accelerator-platform.io/maintenance-window": "SUN 02:00 3h America/New_York",
      }),
    platform: ["gpu-training-protected", allowDrift],
  },
  {
    title: "a training pool that consolidates busy nodes",
    rules: ["dis-training-when-empty"],
    problem: `spec.disruption.consolidationPolicy: a training pool consolidates busy nodes, got WhenEmptyOrUnderutilized; expected WhenEmpty`,
    ownPool: () => pool("p4d.24xlarge", "training", trainingTaints, consolidateBusyNodes),
    platform: ["gpu-training", consolidateBusyNodes],
  },
  {
    title: "a pool without budgets",
    rules: ["dis-budget-explicit"],
    problem: `spec.disruption.budgets: the pool has no budgets, got nothing; expected a list of budgets`,
    ownPool: () => pool("g5.xlarge", "inference", [gpuTaint], dropBudgets),
    platform: ["gpu-inference", dropBudgets],
  },
  {
    title: "a schedule with a TZ= prefix",
    rules: ["dis-budget-schedule-valid"],
    problem: `spec.disruption.budgets[1].schedule: schedule with a time zone prefix, got "TZ=America/New_York 0 9 * * MON"; expected five fields in UTC, such as 0 2 * * SUN`,
    ownPool: () => pool("g5.xlarge", "inference", [gpuTaint], scheduleInLocalTime),
    platform: ["gpu-inference", scheduleInLocalTime],
  },
  {
    title: "a pool without limits",
    rules: ["cost-limits-required"],
    problem: `spec.limits: no limit on what the pool may launch, got nothing; expected limits for nvidia.com/gpu`,
    ownPool: () => pool("g5.xlarge", "inference", [gpuTaint], (spec) => void delete spec.limits),
    platform: ["gpu-inference", (spec) => void delete spec.limits],
  },
];

describe("the policy pack in the engine", function () {
  this.timeout(180_000);

  it("finds nothing in the small programs before they are broken", () =>
    withSandbox(async (sandbox) => {
      for (const program of [
        pool("g5.xlarge", "inference", [gpuTaint]),
        pool("inf2.xlarge", "inference", [neuronTaint]),
        pool("p4d.24xlarge", "training", trainingTaints),
      ]) {
        const context = sandbox.context({ program });
        await preview(context);
        assert.deepEqual(context.results, ["Preview of production-us-east-1: 3 to create"]);
        assert.deepEqual(context.notes, []);
      }
    }));

  for (const { title, rules, problem, ownPool, platform } of violations) {
    it(`stops ${title} in a program that uses none of our components`, () =>
      withSandbox((sandbox) => assertStopped(sandbox, ownPool(), "own-pool", rules, problem)));

    it(`stops ${title} in this project's program`, () =>
      withSandbox((sandbox) => {
        const [name, change] = platform;
        const program = mutatedPlatform(name, change);
        return assertStopped(sandbox, program, `${name}-node-pool`, rules, problem);
      }));
  }

  it("stops a pool that requires reserved capacity of a class that the program does not have", () =>
    withSandbox((sandbox) =>
      assertStopped(
        sandbox,
        pool("p4d.24xlarge", "training", trainingTaints, askForReserved),
        "own-pool",
        ["cap-reserved-has-selector"],
        "spec.template.spec.nodeClassRef.name: reserved capacity from a node class that is not in the program, got a class of another name, with karpenter.sh/capacity-type In [on-demand reserved]; expected an EC2NodeClass of the program",
      ),
    ));

  it("stops a pool that requires reserved capacity of a class without selector, in this project's program", () =>
    withSandbox((sandbox) =>
      assertStopped(
        sandbox,
        mutatedPlatform("gpu-training", askForReserved),
        "gpu-training-node-pool",
        ["cap-reserved-has-selector"],
        "spec.template.spec.requirements: reserved capacity, but the pool's EC2NodeClass selects no reservation, got karpenter.sh/capacity-type In [on-demand reserved], and no spec.capacityReservationSelectorTerms; expected at least one term in spec.capacityReservationSelectorTerms of the class",
      ),
    ));
});

async function assertStopped(
  sandbox: TestSandbox,
  program: PulumiFn,
  resource: string,
  rules: readonly string[],
  problem: string,
): Promise<void> {
  const context = sandbox.context({ program });
  await assert.rejects(up(context), (error: Error) => {
    assert.ok(error instanceof InputFault, error.message);
    const lines = error.message.split("\n");
    const count = rules.length === 1 ? "1 mandatory finding" : `${rules.length} mandatory findings`;
    assert.equal(
      lines[0],
      `the policy pack refuses production-us-east-1: ${count}; nothing was created`,
    );
    assert.deepEqual(
      lines.filter((line) => line.startsWith("[")),
      rules.map((rule) => `[mandatory] ${rule}  kubernetes:karpenter.sh/v1:NodePool ${resource}`),
    );
    assert.deepEqual(
      lines.filter((line) => line.startsWith("  spec.")),
      [`  ${problem}`],
    );
    assert.equal(lines.filter((line) => line.startsWith("  Fix: ")).length, rules.length);
    return true;
  });
  assert.deepEqual(sandbox.state().resources, []);
  assert.deepEqual(sandbox.cloud().objects, {});
  assert.deepEqual(sandbox.cloud().kubernetes, {});
  assert.deepEqual(context.results, []);
}

function allowSpot(spec: MutableNodePoolSpec): void {
  sayNothingOfCapacity(spec);
  spec.template.spec.requirements.push(isIn(capacityTypeKey, "on-demand", "spot"));
}

function sayNothingOfCapacity({ template }: MutableNodePoolSpec): void {
  template.spec.requirements = template.spec.requirements.filter(
    ({ key }) => key !== capacityTypeKey,
  );
}

function allowDrift(spec: MutableNodePoolSpec): void {
  spec.disruption.budgets = [{ nodes: "1" }];
}

function scheduleInLocalTime(spec: MutableNodePoolSpec): void {
  spec.disruption.budgets = [
    { nodes: "10%" },
    { nodes: "0", schedule: "TZ=America/New_York 0 9 * * MON", duration: "8h" },
  ];
}

function askForReserved(spec: MutableNodePoolSpec): void {
  sayNothingOfCapacity(spec);
  spec.template.spec.requirements.push(isIn(capacityTypeKey, "reserved", "on-demand"), {
    key: "karpenter.k8s.aws/capacity-reservation-interruptible",
    operator: "NotIn",
    values: ["true"],
  });
}

function consolidateBusyNodes({ disruption }: MutableNodePoolSpec): void {
  disruption.consolidationPolicy = "WhenEmptyOrUnderutilized";
}

function dropBudgets({ disruption }: MutableNodePoolSpec): void {
  delete disruption.budgets;
}
