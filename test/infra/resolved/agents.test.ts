import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { nodePool } from "../../../components/node-pools/node-pool.builder";
import type { Tier } from "../../../components/node-pools/tier";
import type { PlatformConfig } from "../../../infra/config/schema";
import { stackNames } from "../../../infra/config/stack-names";
import { platformSpec, type PlatformSpec } from "../../../infra/resolved/platform-spec";
import { agentsOf } from "../../../infra/resolved/agents";
import { agentContracts } from "../../../report/answers/agents/agent-contracts";
import type { Agent } from "../../../scheduling/agents/agent";
import { readNodePool, type NodePool } from "../../../scheduling/node-pool/node-pool";
import { neuronResource, nvidiaGpuResource } from "../../../scheduling/catalogue/resource-names";
import type { Toleration } from "../../../scheduling/taints/taints";
import { chartReleases, type ChartRelease } from "../../support/chart-releases";
import { foundAmongAgents } from "../../support/found-traps";
import { shippedStacks, stackConfig } from "../../support/stack-values";

function specOf(stack: string, changes: Partial<PlatformConfig> = {}): PlatformSpec {
  return platformSpec({ ...stackConfig(stack), ...changes });
}

function poolsOf({ tiers }: PlatformSpec): readonly NodePool[] {
  return tiers.map((tier) => {
    const { pool } = readNodePool(nodePool(tier));
    assert.ok(pool, tier.name);
    return pool;
  });
}

function trapsOf(spec: PlatformSpec, agents: readonly Agent[]): string[] {
  const pools = poolsOf(spec);
  return foundAmongAgents({ pools, agents, agentContracts: agentContracts(agents, pools) }).map(
    ({ id, pool }) => `${id} ${pool}`,
  );
}

const addons = ["aws-node", "kube-proxy", "eks-pod-identity-agent", "ebs-csi-node"];
const operator = [
  "node-feature-discovery-worker",
  "nvidia-operator-validator",
  "nvidia-device-plugin",
  "nvidia-dcgm-exporter",
  "gpu-feature-discovery",
];
const neuron = ["neuron-device-plugin"];

/** R: runs. L: runs later, because an operand waits for its label. -: does not run. The agents have the order above. */
const onGpu = { addons: "RRRR", operator: "RLLLL", neuron: "-" };
const onCpu = { addons: "RRRR", operator: "-----", neuron: "-" };
const onNeuron = { addons: "RRRR", operator: "-----", neuron: "R" };
/** What is expected on a pool follows from the device of its tier, which a stack file cannot change. */
function expectedOn({ profile }: Tier): typeof onGpu {
  if (profile.accelerator === nvidiaGpuResource) return onGpu;
  return profile.accelerator === neuronResource ? onNeuron : onCpu;
}

const agentsByStack: Readonly<Record<string, readonly string[]>> = {
  "dev-us-west-2": [...addons, ...operator],
  "production-ap-northeast-1": [...addons, ...operator, ...neuron],
  "production-us-east-1": [...addons, ...operator, ...neuron],
  "staging-us-west-2": [...addons, ...operator, ...neuron],
  "workshop-us-west-2": [...addons, ...neuron],
};
const letters = { runs: "R", "runs-later": "L", "runs-on-some": "s", "does-not-run": "-" } as const;

describe("the agents of a fixture stack", () => {
  for (const [stack, names] of Object.entries(agentsByStack)) {
    const spec = specOf(stack);
    const agents = agentsOf(spec);

    it(`are the expected ones in ${stack}`, () => {
      assert.deepEqual(
        agents.map(({ name }) => name),
        names,
      );
    });

    for (const [index, pool] of poolsOf(spec).entries()) {
      it(`of ${stack} run where they should on ${pool.name}`, () => {
        const { contracts, devices } = agentContracts(agents, [pool]);
        const tier = spec.tiers[index];
        assert.ok(tier);
        const expected = expectedOn(tier);
        assert.equal(
          contracts.map(({ verdict }) => letters[verdict]).join(""),
          expected.addons +
            (names.includes("nvidia-device-plugin") ? expected.operator : "") +
            (names.includes("neuron-device-plugin") ? expected.neuron : ""),
        );
        const { accelerator } = tier.profile;
        assert.deepEqual(
          devices.map(({ resource, typesWithout }) => [resource, typesWithout]),
          accelerator === undefined ? [] : [[accelerator, []]],
        );
      });
    }
  }
});

describe("the agents of every stack in stacks/", () => {
  for (const stack of stackNames(shippedStacks)) {
    it(`of ${stack} are no trap`, () => {
      const spec = platformSpec(stackConfig(stack, shippedStacks));
      assert.deepEqual(trapsOf(spec, agentsOf(spec)), []);
    });
  }
});

function release(releases: readonly ChartRelease[], name: string): Record<string, unknown> {
  const found = releases.find(({ releaseName }) => releaseName === name);
  assert.ok(found, name);
  return found.values;
}

function tolerationsOf(agents: readonly Agent[], name: string): readonly Toleration[] {
  const found = agents.find((agent) => agent.name === name);
  assert.ok(found, name);
  return found.tolerations;
}

describe("the agents of a stack", function () {
  this.timeout(60_000);

  it("have the same tolerations as the installed charts", async () => {
    const stack = "production-us-east-1";
    const releases = await chartReleases(stack);
    const agents = agentsOf(specOf(stack));
    const gpu = release(releases, "gpu-operator") as {
      daemonsets: { tolerations: unknown };
      "node-feature-discovery": { worker: { tolerations: unknown; nodeSelector: unknown } };
    };
    const { worker } = gpu["node-feature-discovery"];
    const discovery = agents.find(({ name }) => name === "node-feature-discovery-worker");
    assert.deepEqual(tolerationsOf(agents, "nvidia-device-plugin"), gpu.daemonsets.tolerations);
    assert.deepEqual(discovery?.tolerations, worker.tolerations);
    assert.deepEqual(discovery?.nodeSelector, worker.nodeSelector);
    const { devicePlugin } = release(releases, "neuron-device-plugin") as {
      devicePlugin: { tolerations: unknown };
    };
    assert.deepEqual(tolerationsOf(agents, "neuron-device-plugin"), devicePlugin.tolerations);
  });

  it("are device plugin and exporter without an operator, and both run on a training pool", async () => {
    const changes = { gpu: { stack: "al2023-device-plugin" } } as const;
    const spec = specOf("production-us-east-1", changes);
    const agents = agentsOf(spec);
    const gpuAgents = agents.filter(({ name }) => !addons.includes(name) && !neuron.includes(name));
    assert.deepEqual(
      gpuAgents.map(({ name }) => name),
      ["nvidia-device-plugin", "dcgm-exporter"],
    );
    const releases = await chartReleases("production-us-east-1", changes);
    const installed = releases.find(({ chart }) => chart === "nvidia-device-plugin");
    assert.deepEqual(
      tolerationsOf(agents, "nvidia-device-plugin"),
      installed?.values["tolerations"],
    );
    const training = poolsOf(spec).filter(({ name }) => name === "gpu-training");
    assert.deepEqual(
      agentContracts(gpuAgents, training).contracts.map(({ verdict }) => verdict),
      ["runs", "runs"],
    );
    assert.deepEqual(trapsOf(spec, agents), []);
  });

  it("include the device plugin of the AMI on Bottlerocket, and the driver on Ubuntu", () => {
    const names = (changes: Partial<PlatformConfig>) =>
      agentsOf(specOf("production-us-east-1", changes)).map(({ name }) => name);
    const bottlerocket = names({
      gpu: { stack: "bottlerocket-operator", amiAlias: "bottlerocket@v1.53.0" },
    });
    assert.ok(bottlerocket.includes("Bottlerocket's device plugin"));
    assert.ok(!bottlerocket.includes("nvidia-device-plugin"));
    const ubuntu = names({ gpu: { stack: "ubuntu-operator" } });
    assert.ok(ubuntu.includes("nvidia-driver") && ubuntu.includes("nvidia-container-toolkit"));
  });

  it("prepare a MIG node before its startup taint is removed, so that no pod gets a GPU that is not divided", () => {
    const spec = specOf("production-us-east-1", {
      tiers: {
        "gpu-training": {
          families: ["p5"],
          gpuSharing: { mig: { profile: "all-1g.10gb", strategy: "single" } },
        },
      },
    });
    const [pool] = poolsOf(spec);
    assert.deepEqual(pool?.startupTaints, [
      { key: "accelerator-platform.io/gpus-not-divided", value: "true", effect: "NoSchedule" },
    ]);
    const agents = agentsOf(spec);
    const waiting = agentContracts(agents, poolsOf(spec)).contracts.filter(({ reason }) =>
      reason.includes("startup taint"),
    );
    assert.deepEqual(waiting, []);
    assert.deepEqual(trapsOf(spec, agents), []);
    const pools = poolsOf(specOf("production-us-east-1", { tiers: { "gpu-training": {} } }));
    assert.deepEqual(pools[0]?.startupTaints, []);
  });

  it("include the EFA plugin if a tier has EFA, and it runs only on that tier", () => {
    const spec = specOf("production-us-east-1", {
      tiers: { "gpu-training": { efa: true, families: ["p5"] }, "gpu-inference": {} },
    });
    const agents = agentsOf(spec);
    const verdicts = agentContracts(agents, poolsOf(spec))
      .contracts.filter(({ agent }) => agent === "aws-efa-k8s-device-plugin")
      .map(({ pool, verdict, reason }) => `${pool} ${verdict} ${reason}`);
    assert.deepEqual(verdicts, [
      "gpu-training runs tolerates nvidia.com/gpu=true:NoSchedule and workload=training:NoSchedule",
      "gpu-inference does-not-run wants vpc.amazonaws.com/efa.present In [true], which its nodes do not have",
    ]);
    assert.deepEqual(trapsOf(spec, agents), []);
  });

  it("include the node monitoring agent, which does not run on training tiers", () => {
    const config = stackConfig("production-us-east-1");
    const spec = specOf("production-us-east-1", {
      cluster: { ...config.cluster, nodeMonitoring: true },
    });
    const without = agentContracts(agentsOf(spec), poolsOf(spec))
      .contracts.filter(({ agent }) => agent === "eks-node-monitoring-agent")
      .filter(({ verdict }) => verdict !== "runs")
      .map(({ pool, verdict, reason }) => `${pool} ${verdict} ${reason}`);
    assert.deepEqual(without, [
      "gpu-training does-not-run wants workload NotIn [training], its nodes have training",
      "gpu-training-protected does-not-run wants workload NotIn [training], its nodes have training",
    ]);
  });

  // The default tolerations of a chart have this fault: they have nvidia.com/gpu but not the second training taint.
  for (const cut of ["node-feature-discovery-worker", "nvidia-device-plugin"]) {
    it(`cause a trap if ${cut} does not tolerate the second taint of training tiers`, () => {
      const spec = specOf("production-us-east-1");
      const agents = agentsOf(spec).map((agent) => {
        if (agent.name !== cut) return agent;
        const tolerations = agent.tolerations.filter(({ key }) => key !== "workload");
        assert.equal(tolerations.length, agent.tolerations.length - 1);
        return { ...agent, tolerations };
      });
      assert.deepEqual(trapsOf(spec, agents), [
        "devices-never-appear gpu-training",
        "devices-never-appear gpu-training-protected",
        "agent-kept-off gpu-training",
        "agent-kept-off gpu-training-protected",
      ]);
    });
  }

  it("cause a trap if the Neuron plugin is missing, or its list lacks a type", () => {
    const spec = specOf("workshop-us-west-2");
    const missing = agentsOf(spec).filter(({ name }) => name !== "neuron-device-plugin");
    assert.deepEqual(trapsOf(spec, missing), [
      "devices-never-appear inferentia-inf2",
      "devices-never-appear trainium-trn1",
    ]);
    const shortList = agentsOf(spec).map((agent) =>
      agent.name === "neuron-device-plugin"
        ? {
            ...agent,
            affinityTerms: agent.affinityTerms.map((term) =>
              term.map((one) => ({
                ...one,
                values: one.values?.filter((type) => type !== "inf2.8xlarge") ?? [],
              })),
            ),
          }
        : agent,
    );
    const pools = poolsOf(spec);
    const { devices } = agentContracts(shortList, pools);
    assert.deepEqual(
      devices.map(({ pool, typesWithout }) => [pool, typesWithout]),
      [
        ["inferentia-inf2", ["inf2.8xlarge"]],
        ["trainium-trn1", []],
      ],
    );
  });

  it("include no EKS add-ons for an existing cluster", () => {
    const spec = specOf("production-us-east-1");
    const adopted: PlatformSpec = {
      ...spec,
      cluster: {
        kind: "existing",
        discovery: { subnetSelectorTerms: [], securityGroupSelectorTerms: [] },
        placement: { nodeSelector: {}, tolerations: [] },
        access: {},
      },
    };
    assert.deepEqual(
      agentsOf(adopted).map(({ name }) => name),
      [...operator, ...neuron],
    );
  });
});
