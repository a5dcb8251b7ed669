import assert from "node:assert/strict";

import { describe, it } from "mocha";

import type {
  AgentContract,
  DeviceContract,
} from "../../../../report/answers/agents/agent-contracts";
import type { Agent } from "../../../../scheduling/agents/agent";
import { poolWith } from "../../../support/disruption-pools";
import { foundAmongAgents } from "../../../support/found-traps";

function agent(name: string, given: Partial<Agent> = {}): Agent {
  return {
    name,
    purpose: "a test",
    tolerations: [],
    nodeSelector: { "node-type": "gpu" },
    affinityTerms: [],
    ...given,
  };
}

function keptOff(name: string, pool: string, ...untolerated: readonly string[]): AgentContract {
  return { agent: name, pool, verdict: "does-not-run", reason: "", untolerated, typesWithout: [] };
}

function texts(contracts: readonly AgentContract[], agents: readonly Agent[]): readonly string[] {
  return foundAmongAgents({
    pools: [],
    agents,
    agentContracts: { contracts, devices: [] },
  }).map(({ text }) => text);
}

describe("agents that taints keep off", () => {
  it("are told together if the same taints keep them off", () => {
    const agents = ["a", "b", "c", "d"].map((name) => agent(name));
    assert.deepEqual(
      texts(
        [
          keptOff("a", "gpu", "x:NoSchedule", "y:NoExecute"),
          keptOff("b", "gpu", "x:NoSchedule"),
          keptOff("a", "other", "x:NoSchedule"),
          keptOff("c", "gpu", "x:NoSchedule"),
          keptOff("d", "gpu"),
        ],
        agents,
      ),
      [
        "a is meant for nodes of gpu and does not tolerate x:NoSchedule and y:NoExecute: it never runs there.",
        "b and c are meant for nodes of gpu and do not tolerate x:NoSchedule: they never run there.",
        "a is meant for nodes of other and does not tolerate x:NoSchedule: it never runs there.",
      ],
    );
  });

  it("are reported only if they ask for certain nodes, or bring labels that others wait for", () => {
    const isTold = (given: Partial<Agent>) =>
      texts([keptOff("a", "gpu", "x:NoSchedule")], [agent("a", { nodeSelector: {}, ...given })])
        .length > 0;
    const affinity = (operator: "In" | "Exists" | "NotIn" | "DoesNotExist") =>
      isTold({ affinityTerms: [[{ key: "feature", operator }]] });
    assert.equal(isTold({}), false);
    assert.equal(isTold({ nodeSelector: { a: "b" } }), true);
    assert.equal(isTold({ labelling: [{ prefix: "a/", by: "b" }] }), true);
    assert.deepEqual((["In", "Exists", "NotIn", "DoesNotExist"] as const).map(affinity), [
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("devices that never appear", () => {
  const device: DeviceContract = {
    pool: "gpu",
    resource: "nvidia.com/gpu",
    types: 1,
    publishers: [],
    typesWithout: ["g5.xlarge"],
    reason: "no agent publishes it",
  };
  const pools = [
    poolWith({ name: "other", expireAfter: "24h" }),
    poolWith({ name: "gpu", expireAfter: "720h" }),
  ];

  const found = (one: DeviceContract) =>
    foundAmongAgents({ pools, agents: [], agentContracts: { contracts: [], devices: [one] } });

  it("cost until the pool's own nodes expire, or for ever if they never do", () => {
    const [known, foreign] = ["gpu", "foreign"].map((pool) => found({ ...device, pool })[0]?.text);
    assert.match(known ?? "", /it costs its full price until it expires after 30 days\.$/);
    assert.match(foreign ?? "", /it costs its full price for ever\.$/);
  });

  it("are none if all of them appear", () => {
    assert.deepEqual(found({ ...device, typesWithout: [] }), []);
  });
});
