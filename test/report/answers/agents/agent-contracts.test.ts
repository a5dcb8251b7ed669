import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { agentContracts } from "../../../../report/answers/agents/agent-contracts";
import type { Agent } from "../../../../scheduling/agents/agent";
import type { NodePool } from "../../../../scheduling/node-pool/node-pool";
import { poolWith } from "../../../support/disruption-pools";
import { foundAmongAgents } from "../../../support/found-traps";

const gpuTaint = { key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" } as const;
const trainingTaint = { key: "workload", value: "training", effect: "NoSchedule" } as const;

const gpuPool = poolWith({
  name: "gpu",
  requirements: [
    {
      key: "node.kubernetes.io/instance-type",
      operator: "In",
      values: ["g5.xlarge", "p4d.24xlarge"],
    },
  ],
  taints: [gpuTaint],
  labels: { "node-type": "gpu" },
});
const trainingPool = poolWith({ ...gpuPool, name: "training", taints: [gpuTaint, trainingTaint] });
const cpuPool = poolWith({
  name: "cpu",
  requirements: [{ key: "node.kubernetes.io/instance-type", operator: "In", values: ["m5.large"] }],
});
/** g4ad has AMD GPUs, and g6f has a share of one NVIDIA GPU. */
const mixedPool = poolWith({
  name: "mixed",
  requirements: [
    {
      key: "node.kubernetes.io/instance-type",
      operator: "In",
      values: ["g4ad.xlarge", "g5.xlarge", "g6f.xlarge"],
    },
  ],
});

function inZones(...zones: readonly string[]): NodePool {
  const zone = { key: "topology.kubernetes.io/zone", operator: "In", values: zones } as const;
  return poolWith({ ...cpuPool, requirements: [...cpuPool.requirements, zone] });
}

function agentWith(given: Partial<Agent> = {}): Agent {
  return {
    name: "agent",
    purpose: "a test",
    tolerations: [],
    nodeSelector: {},
    affinityTerms: [],
    ...given,
  };
}

const gpuToleration = { key: "nvidia.com/gpu", operator: "Exists" } as const;
const plugin = agentWith({
  name: "plugin",
  publishes: "nvidia.com/gpu",
  tolerations: [gpuToleration],
  affinityTerms: [
    [{ key: "karpenter.k8s.aws/instance-gpu-manufacturer", operator: "In", values: ["nvidia"] }],
  ],
});

function contract(agent: Agent, pool: NodePool, others: readonly Agent[] = []) {
  const [answer] = agentContracts([agent, ...others], [pool]).contracts;
  assert.ok(answer);
  const { verdict, reason } = answer;
  return `${verdict}: ${reason}`;
}

function trapsOf(agents: readonly Agent[], pool: NodePool) {
  return foundAmongAgents({
    pools: [pool],
    agents,
    agentContracts: agentContracts(agents, [pool]),
  });
}

describe("an agent on the nodes of a pool", () => {
  const cases: readonly [string, Agent, NodePool, string][] = [
    ["runs where nothing is in its way", agentWith(), cpuPool, "runs: no taint keeps it off"],
    [
      "runs where it tolerates every taint",
      plugin,
      gpuPool,
      "runs: tolerates nvidia.com/gpu=true:NoSchedule",
    ],
    [
      "does not run where it does not tolerate one",
      plugin,
      trainingPool,
      "does-not-run: does not tolerate the taint workload=training:NoSchedule",
    ],
    [
      "does not run where it tolerates none of two",
      agentWith(),
      trainingPool,
      "does-not-run: does not tolerate the taints nvidia.com/gpu=true:NoSchedule and workload=training:NoSchedule",
    ],
    [
      "is not kept off by a taint that only asks",
      agentWith(),
      poolWith({ ...cpuPool, taints: [{ key: "spot", effect: "PreferNoSchedule" }] }),
      "runs: no taint keeps it off",
    ],
    [
      "waits for a startup taint to go",
      agentWith(),
      poolWith({ ...cpuPool, startupTaints: [{ key: "cni", effect: "NoExecute" }] }),
      "runs-later: waits until the startup taint cni:NoExecute is removed",
    ],
    [
      "does not run where no type has its label",
      plugin,
      cpuPool,
      "does-not-run: wants karpenter.k8s.aws/instance-gpu-manufacturer In [nvidia], which its nodes do not have",
    ],
    [
      "runs by a label of the pool's template",
      agentWith({ nodeSelector: { "node-type": "gpu" }, tolerations: [gpuToleration] }),
      gpuPool,
      "runs: tolerates nvidia.com/gpu=true:NoSchedule",
    ],
    [
      "does not run by another value of it",
      agentWith({ nodeSelector: { "node-type": "cpu" }, tolerations: [gpuToleration] }),
      gpuPool,
      "does-not-run: wants node-type In [cpu], its nodes have gpu",
    ],
    [
      "runs on some types",
      agentWith({
        tolerations: [gpuToleration],
        affinityTerms: [
          [{ key: "node.kubernetes.io/instance-type", operator: "In", values: ["g5.xlarge"] }],
        ],
      }),
      gpuPool,
      "runs-on-some: on 1 of 2 instance types: wants node.kubernetes.io/instance-type In [g5.xlarge], which its nodes do not have",
    ],
    [
      "runs where one of several terms holds",
      agentWith({
        affinityTerms: [
          [{ key: "feature", operator: "Exists" }],
          [{ key: "beta.kubernetes.io/os", operator: "In", values: ["linux"] }],
        ],
      }),
      cpuPool,
      "runs: no taint keeps it off",
    ],
    [
      "is content without a label that it wants not to be there",
      agentWith({
        affinityTerms: [
          [
            { key: "eks.amazonaws.com/compute-type", operator: "NotIn", values: ["fargate"] },
            { key: "feature", operator: "DoesNotExist" },
          ],
        ],
      }),
      cpuPool,
      "runs: no taint keeps it off",
    ],
    [
      "depends on the capacity type where the pool leaves it open",
      agentWith({ nodeSelector: { "karpenter.sh/capacity-type": "spot" } }),
      cpuPool,
      "runs-on-some: depends on the node's karpenter.sh/capacity-type: wants karpenter.sh/capacity-type In [spot]",
    ],
    [
      "depends on the zone where the pool names more than one",
      agentWith({ nodeSelector: { "topology.kubernetes.io/zone": "us-east-1a" } }),
      poolWith({
        ...cpuPool,
        requirements: [
          ...cpuPool.requirements,
          {
            key: "topology.kubernetes.io/zone",
            operator: "In",
            values: ["us-east-1a", "us-east-1b"],
          },
        ],
      }),
      "runs-on-some: depends on the node: wants topology.kubernetes.io/zone In [us-east-1a], the pool has topology.kubernetes.io/zone In [us-east-1a us-east-1b]",
    ],
    [
      "goes by the pool's name and class, which Karpenter puts on the node",
      agentWith({
        nodeSelector: {
          "karpenter.sh/nodepool": "cpu",
          "karpenter.k8s.aws/ec2nodeclass": "default",
        },
      }),
      cpuPool,
      "runs: no taint keeps it off",
    ],
    [
      "names every taint that it tolerates",
      agentWith({ tolerations: [{ operator: "Exists" }] }),
      trainingPool,
      "runs: tolerates nvidia.com/gpu=true:NoSchedule and workload=training:NoSchedule",
    ],
    [
      "does not wait for a startup taint that only asks",
      agentWith(),
      poolWith({ ...cpuPool, startupTaints: [{ key: "cni", effect: "PreferNoSchedule" }] }),
      "runs: no taint keeps it off",
    ],
    [
      "does not run for its label first, whatever the taints",
      agentWith({ nodeSelector: { feature: "x" } }),
      trainingPool,
      "does-not-run: wants feature In [x], which its nodes do not have",
    ],
    [
      "has to have all of its labels, and misses the first of those that lack",
      agentWith({
        nodeSelector: { feature: "x", other: "y", "kubernetes.io/os": "linux" },
      }),
      cpuPool,
      "does-not-run: wants feature In [x], which its nodes do not have",
    ],
    [
      "runs where the first of several terms holds",
      agentWith({
        affinityTerms: [
          [{ key: "kubernetes.io/os", operator: "In", values: ["linux"] }],
          [{ key: "feature", operator: "Exists" }],
        ],
      }),
      cpuPool,
      "runs: no taint keeps it off",
    ],
    [
      "misses the first of several terms where none holds",
      agentWith({
        affinityTerms: [
          [{ key: "feature", operator: "Exists" }],
          [{ key: "other", operator: "Exists" }],
        ],
      }),
      cpuPool,
      "does-not-run: wants feature Exists, which its nodes do not have",
    ],
    [
      "runs on some nodes where that is the best of several terms",
      agentWith({
        affinityTerms: [
          [{ key: "feature", operator: "Exists" }],
          [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] }],
        ],
      }),
      cpuPool,
      "runs-on-some: depends on the node's karpenter.sh/capacity-type: wants karpenter.sh/capacity-type In [spot]",
    ],
    [
      "runs where it takes every zone that the pool names",
      agentWith({
        affinityTerms: [
          [{ key: "topology.kubernetes.io/zone", operator: "In", values: ["a", "b", "c"] }],
        ],
      }),
      inZones("a", "b"),
      "runs: no taint keeps it off",
    ],
    [
      "does not run where it takes no zone that the pool names",
      agentWith({ nodeSelector: { "topology.kubernetes.io/zone": "c" } }),
      inZones("a", "b"),
      "does-not-run: wants topology.kubernetes.io/zone In [c], the pool has topology.kubernetes.io/zone In [a b]",
    ],
    [
      "does not run by a label that the pool wants not to be there",
      agentWith({ affinityTerms: [[{ key: "team", operator: "Exists" }]] }),
      poolWith({
        ...cpuPool,
        requirements: [...cpuPool.requirements, { key: "team", operator: "DoesNotExist" }],
      }),
      "does-not-run: wants team Exists, which its nodes do not have",
    ],
    [
      "depends on the tenancy, which is the node's and not the type's",
      agentWith({ nodeSelector: { "karpenter.k8s.aws/instance-tenancy": "dedicated" } }),
      cpuPool,
      "runs-on-some: depends on the node's karpenter.k8s.aws/instance-tenancy: wants karpenter.k8s.aws/instance-tenancy In [dedicated]",
    ],
    [
      "does not run where the pool launches nothing",
      agentWith(),
      poolWith({
        requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["s390x"] }],
      }),
      "does-not-run: the pool launches no instance type",
    ],
  ];
  for (const [what, agent, pool, expected] of cases) {
    it(what, () => {
      assert.equal(contract(agent, pool), expected);
    });
  }
});

describe("the contract of an agent and a pool", () => {
  const contracts = (agents: readonly Agent[], pool: NodePool) =>
    agentContracts(agents, [pool]).contracts;

  it("names the taints that keep the agent off and the types without it", () => {
    const soft = { key: "soft", effect: "PreferNoSchedule" } as const;
    const pool = poolWith({ ...trainingPool, taints: [soft, gpuTaint, trainingTaint] });
    assert.deepEqual(contracts([plugin], pool), [
      {
        agent: "plugin",
        pool: "training",
        verdict: "does-not-run",
        reason: "does not tolerate the taint workload=training:NoSchedule",
        untolerated: ["workload=training:NoSchedule"],
        typesWithout: ["g5.xlarge", "p4d.24xlarge"],
      },
    ]);
  });

  it("names no taint if the agent is not meant for the nodes", () => {
    const pool = poolWith({ ...cpuPool, taints: [trainingTaint] });
    assert.deepEqual(contracts([plugin], pool), [
      {
        agent: "plugin",
        pool: "cpu",
        verdict: "does-not-run",
        reason:
          "wants karpenter.k8s.aws/instance-gpu-manufacturer In [nvidia], which its nodes do not have",
        untolerated: [],
        typesWithout: ["m5.large"],
      },
    ]);
  });

  it("distinguishes types by what any of the agents asks for", () => {
    const typeLabel = "node.kubernetes.io/instance-type";
    const ofType = (name: string) =>
      agentWith({ tolerations: [gpuToleration], nodeSelector: { [typeLabel]: name } });
    assert.deepEqual(
      contracts([ofType("g5.xlarge"), ofType("p4d.24xlarge")], gpuPool).map(
        ({ typesWithout }) => typesWithout,
      ),
      [["p4d.24xlarge"], ["g5.xlarge"]],
    );
    const mixed = poolWith({
      requirements: [{ key: typeLabel, operator: "In", values: ["g5.xlarge", "inf2.xlarge"] }],
    });
    const havingLabel = (kind: string) =>
      agentWith({
        affinityTerms: [
          [{ key: `karpenter.k8s.aws/instance-${kind}-manufacturer`, operator: "Exists" }],
        ],
      });
    assert.deepEqual(
      contracts([havingLabel("gpu"), havingLabel("accelerator")], mixed).map(
        ({ verdict, typesWithout }) => [verdict, typesWithout],
      ),
      [
        ["runs-on-some", ["inf2.xlarge"]],
        ["runs-on-some", ["g5.xlarge"]],
      ],
    );
  });
});

describe("an agent that waits for another's label", () => {
  const discovery = agentWith({
    name: "discovery",
    tolerations: [gpuToleration],
    nodeSelector: { "karpenter.k8s.aws/instance-gpu-manufacturer": "nvidia" },
    labelling: [{ prefix: "nvidia.com/gpu.deploy.", by: "the operator" }],
  });
  const operand = agentWith({
    name: "operand",
    publishes: "nvidia.com/gpu",
    tolerations: [gpuToleration, { key: "workload", operator: "Exists" }],
    nodeSelector: { "nvidia.com/gpu.deploy.device-plugin": "true" },
  });

  it("runs later if the other runs", () => {
    assert.equal(
      contract(operand, gpuPool, [discovery]),
      "runs-later: unknown at launch: nvidia.com/gpu.deploy.device-plugin is set by the operator once discovery has run there",
    );
  });

  it("waits only for the agent that sets the label", () => {
    const others = [
      agentWith({ name: "logs" }),
      { ...discovery, name: "other", labelling: [{ prefix: "other/", by: "another" }] },
      discovery,
    ];
    assert.match(contract(operand, gpuPool, others), /once discovery has run there$/);
  });

  it("runs later if one of its terms allows it", () => {
    const either = agentWith({
      tolerations: [gpuToleration],
      affinityTerms: [
        [{ key: "feature", operator: "Exists" }],
        [{ key: "nvidia.com/gpu.deploy.device-plugin", operator: "Exists" }],
      ],
    });
    assert.match(contract(either, gpuPool, [discovery]), /^runs-later: unknown at launch/);
  });

  it("runs on some nodes if the other does", () => {
    const onSpot = {
      ...discovery,
      nodeSelector: { "karpenter.sh/capacity-type": "spot" },
    };
    assert.equal(
      contract(operand, gpuPool, [onSpot]),
      "runs-on-some: unknown at launch: nvidia.com/gpu.deploy.device-plugin is set by the operator once discovery has run there",
    );
  });

  it("never runs if the other is kept off, and the devices never appear", () => {
    assert.equal(
      contract(operand, trainingPool, [discovery]),
      "does-not-run: never gets nvidia.com/gpu.deploy.device-plugin: discovery does not tolerate the taint workload=training:NoSchedule",
    );
    const agents = [operand, discovery];
    assert.deepEqual(trapsOf(agents, trainingPool), [
      {
        id: "devices-never-appear",
        pool: "training",
        text: "The nvidia.com/gpu devices of training never appear: operand never gets nvidia.com/gpu.deploy.device-plugin: discovery does not tolerate the taint workload=training:NoSchedule. A node launched for them never becomes initialised; Karpenter neither replaces nor removes it, and it costs its full price until it expires after 30 days.",
      },
      {
        id: "agent-kept-off",
        pool: "training",
        text: "discovery is meant for nodes of training and does not tolerate workload=training:NoSchedule: it never runs there.",
      },
    ]);
  });

  it("never runs if no agent sets the label, and two that wait for each other never run", () => {
    assert.match(contract(operand, gpuPool), /^does-not-run: wants nvidia.com\/gpu.deploy.device/);
    const egg = agentWith({
      name: "egg",
      nodeSelector: { "hen/there": "true" },
      labelling: [{ prefix: "egg/", by: "the egg" }],
    });
    const hen = agentWith({
      name: "hen",
      nodeSelector: { "egg/there": "true" },
      labelling: [{ prefix: "hen/", by: "the hen" }],
    });
    for (const { verdict } of agentContracts([egg, hen], [cpuPool]).contracts) {
      assert.equal(verdict, "does-not-run");
    }
  });
});

describe("the devices of a pool", () => {
  it("are whole devices: a share of a GPU is none", () => {
    assert.deepEqual(agentContracts([plugin], [mixedPool]).devices, [
      {
        pool: "mixed",
        resource: "amd.com/gpu",
        types: 1,
        publishers: [],
        typesWithout: ["g4ad.xlarge"],
        reason: "no agent publishes it",
      },
      {
        pool: "mixed",
        resource: "nvidia.com/gpu",
        types: 1,
        publishers: ["plugin"],
        typesWithout: [],
      },
    ]);
  });

  it("never appear if several agents publish them and none runs, with the reason of each", () => {
    const second = { ...plugin, name: "second", tolerations: [] };
    const [device] = agentContracts([plugin, second], [trainingPool]).devices;
    assert.deepEqual(device, {
      pool: "training",
      resource: "nvidia.com/gpu",
      types: 2,
      publishers: ["plugin", "second"],
      typesWithout: ["g5.xlarge", "p4d.24xlarge"],
      reason:
        "plugin does not tolerate the taint workload=training:NoSchedule; second does not tolerate the taints nvidia.com/gpu=true:NoSchedule and workload=training:NoSchedule",
    });
  });

  it("never appear on types that are missing in the plugin's list", () => {
    const listed = agentWith({
      ...plugin,
      affinityTerms: [
        [{ key: "node.kubernetes.io/instance-type", operator: "In", values: ["g5.xlarge"] }],
      ],
    });
    const endless = poolWith({ ...gpuPool, expireAfter: "Never" });
    const [trap, ...others] = trapsOf([listed], endless);
    assert.deepEqual(others, []);
    assert.equal(
      trap?.text,
      "The nvidia.com/gpu devices of gpu do not appear on p4d.24xlarge: plugin wants node.kubernetes.io/instance-type In [g5.xlarge], which its nodes do not have. A node launched for them never becomes initialised; Karpenter neither replaces nor removes it, and it costs its full price for ever.",
    );
  });

  it("are no trap if all appear; an agent for any node is no trap either", () => {
    const anywhere = agentWith({ name: "logs" });
    const agents = [plugin, anywhere];
    assert.deepEqual(trapsOf(agents, gpuPool), []);
  });

  it("have one trap for all agents that the same taint keeps off", () => {
    const exporter = { ...plugin, name: "exporter", publishes: "none/such" };
    const agents = [plugin, exporter];
    const traps = trapsOf(agents, trainingPool);
    assert.deepEqual(
      traps.map(({ id, text }) => `${id}: ${text.split(":")[0]}`),
      [
        "devices-never-appear: The nvidia.com/gpu devices of training never appear",
        "agent-kept-off: plugin and exporter are meant for nodes of training and do not tolerate workload=training",
      ],
    );
  });
});
