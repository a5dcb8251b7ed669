import assert from "node:assert/strict";
import { describe, it } from "mocha";

import { refusalText } from "../../../../report/answers/placement/refusal-text";

describe("Karpenter's reasons in plain words", () => {
  // Karpenter's texts: pkg/controllers/provisioning/scheduling and pkg/scheduling of v1.14.1.
  const rows: readonly (readonly [said: string, plain: string])[] = [
    [
      "did not tolerate taint (taint=nvidia.com/gpu=true:NoSchedule)",
      "the pods do not tolerate its taint nvidia.com/gpu=true:NoSchedule",
    ],
    [
      'incompatible requirements, label "team" does not have known values',
      "the pods ask for the label team, which its nodes do not have",
    ],
    [
      'incompatible requirements, label "zone" does not have known values (typo of "topology.kubernetes.io/zone"?)',
      "the pods ask for the label zone, which its nodes do not have",
    ],
    [
      "incompatible requirements, key workload, workload In [training] not in workload In [inference]",
      "the pods ask for workload training, and its nodes have inference",
    ],
    [
      "incompatible requirements, key workload, workload In [a b] not in workload NotIn [a b]",
      "the pods ask for workload a b, and its nodes have NotIn [a b]",
    ],
    [
      "incompatible requirements, key a, a In [1] not in a In [2]; key b, b Exists >=3 not in b In [1]",
      "the pods ask for a 1, and its nodes have 2, and the pods ask for b Exists >=3, and its nodes have 1",
    ],
    ["incompatible requirements, key in another form", "key in another form"],
    [
      "all available instance types exceed limits for nodepool",
      "another node would exceed its limits",
    ],
    ['node limits have been exhausted for nodepool: "gpu"', "another node would exceed its limits"],
    [
      "minValues requirement is not met for label(s) (label(s)=[node.kubernetes.io/instance-type])",
      "fewer kinds of instance types are left than its minValues demand",
    ],
    [
      "nodepool requirements filtered out all compatible available instance types",
      "nothing that it may launch is to be had in these zones",
    ],
    ["has replicas, which keeps it", "it is static: its nodes do not follow pods"],
    [
      'no instance type has enough resources, requirements=workload In [x], resources={"nvidia.com/gpu":"9","pods":"1"}',
      "none of its types has what a pod requests (nvidia.com/gpu 9)",
    ],
    [
      'no instance type which had the required resources, resources=min={"cpu":"900","memory":"1Gi","pods":"1"} max={"cpu":"999"}',
      "none of its types has what a pod requests (cpu 900, memory 1Gi)",
    ],
    [
      'no instance type has enough resources, resources={"pods":"1"}',
      "none of its types has what a pod requests",
    ],
    [
      "no instance type has enough resources, resources={cut off}",
      "none of its types has what a pod requests",
    ],
    ["no instance type has enough resources", "none of its types has what a pod requests"],
    [
      "no instance type met all requirements, requirements=...",
      "none of its types has the labels that the pods ask for",
    ],
    ...[
      "no instance type which met the scheduling requirements and had a required offering",
      "no instance type has the required offering",
      "no instance type met the requirements/resources/offering tuple",
    ].map((said) => [said, "none of its types that would do is to be had in these zones"] as const),
    [
      "no instance type satisfied all three",
      "none of its types has the labels that the pods ask for, is large enough and is to be had",
    ],
    [
      "one or more instance types with compatible reserved offerings are available, but could not be reserved",
      "its reserved capacity is taken; Karpenter waits for it",
    ],
    ["the moon is full", "the moon is full"],
  ];
  for (const [said, plain] of rows) {
    it(`${said.slice(0, 70)}`, () => assert.equal(refusalText([said]), plain));
  }

  it("depend on where in the text a phrase is", () => {
    for (const said of [
      "it did not tolerate taint (taint=a:NoSchedule)",
      "did not tolerate taint (taint=a:NoSchedule), and more",
      'so incompatible requirements, label "a" does not have known values',
      "so incompatible requirements, key a, a In [1] not in a In [2]",
      "it has replicas",
      "perhaps no instance type has enough resources",
      "perhaps no instance type met all requirements",
      "perhaps no instance type has the required offering",
      "perhaps no instance type fits",
    ]) {
      assert.equal(refusalText([said]), said);
    }
    // The phrase counts only at the end; here a list of filtered types follows.
    const listed = "x filtered out all compatible available instance types of g5";
    assert.equal(refusalText([listed]), listed);
  });

  it("tell what the pod requests apart from what agents take", () => {
    const sum = (resources: object): string =>
      `no instance type has enough resources, resources=${JSON.stringify(resources)}`;
    assert.equal(
      refusalText([sum({ "nvidia.com/gpu": "1", memory: "16Gi", pods: "2" })], {
        requests: { "nvidia.com/gpu": 1, memory: 4 * 2 ** 30 },
      }),
      "none of its types has what a pod requests (nvidia.com/gpu 1, memory 4Gi) beside what the agents on the node take (memory 12Gi)",
    );
    assert.equal(
      refusalText([sum({ memory: "16Gi", pods: "1" })], { requests: { memory: 16 * 2 ** 30 } }),
      "none of its types has what a pod requests (memory 16Gi)",
    );
  });

  it("name maxPods where the agents alone need as many places, or the pod one too many", () => {
    const said = (pods: string): string =>
      `no instance type has enough resources, resources={"nvidia.com/gpu":"1","pods":"${pods}"}`;
    const requests = { "nvidia.com/gpu": 1 };
    assert.equal(
      refusalText([said("3")], { requests, maxPods: 1 }),
      "each node takes 1 pod (kubelet.maxPods), and the agents on it need 2 places",
    );
    assert.equal(
      refusalText([said("2")], { requests, maxPods: 1 }),
      "each node takes 1 pod (kubelet.maxPods), and the agent on it needs 1 place",
    );
    assert.match(refusalText([said("2")], { requests, maxPods: 2 }), /^none of its types has/);
  });

  it("keep a conflict of unknown form as it is", () => {
    const first = "key a, a In [1] not in a In [2]";
    const plain = "the pods ask for a 1, and its nodes have 2";
    assert.equal(
      refusalText([`incompatible requirements, ${first}; b, b In [1] or not in b In [2]`]),
      `${plain}, and the pods ask for b In [1] or, and its nodes have 2`,
    );
    assert.equal(
      refusalText([`incompatible requirements, ${first}; so ${first}`]),
      `${plain}, and so ${first}`,
    );
    for (const conflict of ["key a, a In [1]", "key  a b not in a In [2]"]) {
      assert.equal(refusalText([`incompatible requirements, ${conflict}`]), conflict);
    }
  });

  it("are one sentence, with each reason once", () => {
    assert.equal(
      refusalText([
        "did not tolerate taint (taint=a:NoSchedule)",
        "has replicas",
        "has replicas, twice",
      ]),
      "the pods do not tolerate its taint a:NoSchedule; it is static: its nodes do not follow pods",
    );
    assert.equal(refusalText([]), "Karpenter gives no reason");
  });

  it("are only the lack of capacity if the pool has none", () => {
    assert.equal(
      refusalText([
        "no instance type met all requirements",
        "nodepool requirements filtered out all compatible available instance types",
      ]),
      "nothing that it may launch is to be had in these zones",
    );
  });
});
