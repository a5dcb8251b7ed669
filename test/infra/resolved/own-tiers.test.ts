import assert from "node:assert/strict";
import path from "node:path";

import { describe, it } from "mocha";

import { checkStack } from "../../../commands/check/check-stack";
import { nodePool } from "../../../components/node-pools/node-pool.builder";
import program from "../../../infra/index";
import { agentsOf } from "../../../infra/resolved/agents";
import { platformSpec } from "../../../infra/resolved/platform-spec";
import { zonesOffering } from "../../../scheduling/catalogue/offerings";
import { launchableTypes } from "../../../scheduling/launchable/launchable-types";
import { requirementsOf } from "../../../scheduling/requirements/requirements";
import { tolerates } from "../../../scheduling/taints/taints";
import { testDay } from "../../policies/check-program";
import { stackConfig, stackFile } from "../../support/stack-values";

const stack = "staging-us-east-2";
const spec = platformSpec(stackConfig(stack));

const typesOf = (name: string) => {
  const tier = spec.tiers.find((one) => one.name === name);
  return launchableTypes(requirementsOf(tier?.requirements ?? [])).map((type) => type.name);
};

describe("a stack that has only tiers of its own", () => {
  it("launches the accelerators that its tiers name, in its region", () => {
    const types = Object.fromEntries(spec.tiers.map(({ name }) => [name, typesOf(name)]));
    delete types["team-web"];
    assert.deepEqual(types, {
      "team-vision-h200": ["p5en.48xlarge"],
      "team-vision-b200": ["p6-b200.48xlarge"],
      "team-chat-l40s": ["g6e.2xlarge", "g6e.4xlarge", "g6e.xlarge"],
      "team-chat-rtx6000": ["g7e.2xlarge", "g7e.4xlarge"],
      "team-speech-trn1": ["trn1.32xlarge"],
      "team-speech-trn2": ["trn2.48xlarge"],
    });
    for (const name of Object.values(types).flat()) {
      assert.notDeepEqual(zonesOffering(name, "us-east-2"), [], name);
    }
  });

  it("labels each tier's nodes with its own name, and keeps the taints of the profile first", () => {
    const tier = spec.tiers.find(({ name }) => name === "team-vision-h200");
    assert.ok(tier);
    const { metadata, spec: node } = nodePool(tier).spec.template;
    assert.deepEqual(metadata.labels, {
      team: "vision",
      accelerator: "nvidia",
      "node-type": "team-vision-h200",
      workload: "training",
    });
    assert.deepEqual(node.taints, [
      { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" },
      { key: "workload", value: "training", effect: "NoSchedule" },
      { key: "team", value: "vision", effect: "NoSchedule" },
    ]);
    assert.equal(node.nodeClassRef.name, "team-vision");
  });

  it("runs its agents on nodes with the taints and the types that only the stack file names", () => {
    const agents = agentsOf(spec);
    const plugins = agents.filter(({ publishes }) => publishes === "nvidia.com/gpu");
    assert.ok(plugins.length > 0);
    const own = { key: "team", value: "vision", effect: "NoSchedule" } as const;
    for (const { name, tolerations } of plugins) {
      assert.ok(
        tolerations.some((toleration) => tolerates(toleration, own)),
        name,
      );
    }
    const neuron = agents.find(({ publishes }) => publishes === "aws.amazon.com/neuron");
    const types = neuron?.affinityTerms.flat().flatMap(({ values = [] }) => values) ?? [];
    assert.ok(types.includes("trn1.32xlarge") && types.includes("trn2.48xlarge"));
  });

  it("gives a class of its own the image, the kubelet and the script of the stack file", () => {
    const { kubelet, userData, ami } =
      spec.nodeClasses.find(({ name }) => name === "team-vision") ?? {};
    assert.deepEqual(kubelet, { maxPods: 60, systemReserved: { memory: "2Gi" } });
    assert.match(userData ?? "", /^#!\/bin\/bash\n/);
    assert.deepEqual(ami, { os: "al2023", alias: "al2023@v20260903" });
  });

  it("passes the policy pack", async () => {
    const root = path.resolve(__dirname, "../../..");
    const { faults, findings, defects } = await checkStack(stackFile(stack), {
      root,
      today: testDay,
      program,
    });
    assert.deepEqual({ faults, findings, defects }, { faults: [], findings: [], defects: [] });
  }).timeout(60_000);
});
