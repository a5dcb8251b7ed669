import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type { Agent } from "../../../scheduling/agents/agent";
import { agentOnNode } from "../../../scheduling/agents/agent-on-node";
import { instanceType } from "../../../scheduling/catalogue/instance-catalogue";
import type { NodePool } from "../../../scheduling/node-pool/node-pool";
import type { Taint } from "../../../scheduling/taints/taints";
import { poolWith } from "../../support/disruption-pools";

const gpuTaint: Taint = { key: "nvidia.com/gpu", effect: "NoSchedule" };
const gpuToleration = { key: "nvidia.com/gpu", operator: "Exists" } as const;

function agent(given: Partial<Agent> = {}): Agent {
  return {
    name: "exporter",
    purpose: "metrics",
    tolerations: [],
    nodeSelector: {},
    affinityTerms: [],
    ...given,
  };
}

function onNode(one: Agent, pool: Partial<NodePool> = {}, others: readonly Agent[] = []) {
  const type = instanceType("g5.xlarge");
  assert.ok(type);
  return agentOnNode(one, { pool: poolWith(pool), type, agents: [one, ...others] });
}

describe("an agent on a node", () => {
  it("runs where no taint keeps it off", () => {
    assert.deepEqual(onNode(agent()), {
      runs: "yes",
      selects: true,
      reason: "no taint keeps it off",
    });
  });

  it("does not run where it does not tolerate a taint", () => {
    const { runs, reason } = onNode(agent(), { taints: [gpuTaint] });
    assert.deepEqual(
      [runs, reason],
      ["no", "does not tolerate the taint nvidia.com/gpu:NoSchedule"],
    );
    const tolerant = onNode(agent({ tolerations: [gpuToleration] }), { taints: [gpuTaint] });
    assert.deepEqual(
      [tolerant.runs, tolerant.reason],
      ["yes", "tolerates nvidia.com/gpu:NoSchedule"],
    );
  });

  it("runs despite a PreferNoSchedule taint", () => {
    const taints: Taint[] = [{ ...gpuTaint, effect: "PreferNoSchedule" }];
    assert.equal(onNode(agent(), { taints }).runs, "yes");
  });

  it("runs later where a startup taint keeps it off", () => {
    assert.deepEqual(onNode(agent(), { startupTaints: [gpuTaint] }), {
      runs: "later",
      selects: true,
      reason: "waits until the startup taint nvidia.com/gpu:NoSchedule is removed",
    });
  });

  it("follows labels of the instance type and of the pool", () => {
    const select = (key: string, value: string) =>
      onNode(agent({ nodeSelector: { [key]: value } }), { labels: { team: "ml" } });
    assert.equal(select("kubernetes.io/arch", "amd64").runs, "yes");
    assert.equal(select("team", "ml").runs, "yes");
    assert.deepEqual(select("kubernetes.io/arch", "arm64"), {
      runs: "no",
      selects: false,
      reason: "wants kubernetes.io/arch In [arm64], which its nodes do not have",
    });
    assert.equal(select("team", "web").reason, "wants team In [web], its nodes have ml");
  });

  it("depends on the node where Karpenter chooses the value of a label", () => {
    const spot = agent({ nodeSelector: { "karpenter.sh/capacity-type": "spot" } });
    const requirement = { key: "karpenter.sh/capacity-type", operator: "In" } as const;
    const inPool = (...values: readonly string[]) =>
      onNode(spot, { requirements: [{ ...requirement, values }] }).runs;
    assert.equal(inPool("spot"), "yes");
    assert.equal(inPool("spot", "on-demand"), "some");
    assert.equal(inPool("on-demand"), "no");
    assert.equal(onNode(spot).runs, "some");
  });

  it("needs only one term of its affinity", () => {
    const term = (key: string) => [{ key, operator: "Exists" } as const];
    const one = agent({ affinityTerms: [term("team"), term("kubernetes.io/arch")] });
    assert.equal(onNode(one).runs, "yes");
    assert.equal(onNode(agent({ affinityTerms: [term("team")] })).runs, "no");
  });

  it("runs later where another agent sets its label", () => {
    const key = "feature.node.kubernetes.io/pci-10de.present";
    const waiting = agent({ nodeSelector: { [key]: "true" } });
    const labelling = [{ prefix: "feature.node.kubernetes.io/", by: "Node Feature Discovery" }];
    const setter = agent({ name: "nfd-worker", labelling });
    assert.deepEqual(onNode(waiting, {}, [setter]), {
      runs: "later",
      selects: true,
      reason: `unknown at launch: ${key} is set by Node Feature Discovery once nfd-worker has run there`,
    });
    const tainted = onNode(waiting, { taints: [gpuTaint] }, [setter]);
    assert.deepEqual(
      [tainted.runs, tainted.reason],
      ["no", `never gets ${key}: nfd-worker does not tolerate the taint nvidia.com/gpu:NoSchedule`],
    );
  });

  it("does not wait for a label that it sets itself, nor in a circle", () => {
    const setting = (name: string, prefix: string, wanted: string) =>
      agent({ name, labelling: [{ prefix, by: name }], nodeSelector: { [wanted]: "true" } });
    assert.equal(onNode(setting("a", "a/", "a/x")).runs, "no");
    const [a, b] = [setting("a", "a/", "b/x"), setting("b", "b/", "a/x")];
    assert.equal(onNode(a, {}, [b]).runs, "no");
  });
});
