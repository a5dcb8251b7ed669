import assert from "node:assert/strict";

import fc from "fast-check";
import { describe, it } from "mocha";

import { agentContracts } from "../../../report/answers/agents/agent-contracts";
import { agentOfDaemonSet } from "../../../report/subject/daemon-set-agent";
import { faultText } from "../../../scheduling/values/fault";
import { faultTexts } from "../../support/fault-texts";
import { poolWith } from "../../support/disruption-pools";

function daemonSet(pod: unknown): unknown {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent" },
    spec: { template: { spec: pod } },
  };
}

describe("an agent from a DaemonSet's manifest", () => {
  it("has its tolerations, selector and affinity", () => {
    const matchExpressions = [{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }];
    const pod = {
      tolerations: [{ operator: "Exists" }, { key: "a", value: "b", effect: "NoSchedule" }],
      nodeSelector: { "kubernetes.io/os": "linux" },
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions }, { matchExpressions: [] }],
          },
        },
      },
      containers: [],
    };
    assert.deepEqual(
      agentOfDaemonSet(daemonSet(pod), { purpose: "DaemonSet", publishes: "nvidia.com/gpu" }),
      {
        agent: {
          name: "agent",
          purpose: "DaemonSet",
          publishes: "nvidia.com/gpu",
          tolerations: [{ operator: "Exists" }, { key: "a", value: "b", effect: "NoSchedule" }],
          nodeSelector: { "kubernetes.io/os": "linux" },
          affinityTerms: [[{ key: "kubernetes.io/arch", operator: "In", values: ["amd64"] }]],
        },
        findings: [],
      },
    );
  });

  it("runs nowhere with an affinity that no node meets", () => {
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] },
    };
    const { agent } = agentOfDaemonSet(daemonSet({ affinity: { nodeAffinity } }));
    assert.ok(agent);
    const [contract] = agentContracts([agent], [poolWith()]).contracts;
    assert.equal(contract?.verdict, "does-not-run");
  });

  it("reports what it cannot read, each with its path, and reads the rest", () => {
    const { agent, findings } = agentOfDaemonSet(
      daemonSet({
        tolerations: [{ operator: "Always" }, 7, { key: "kept" }],
        nodeSelector: { a: 1, b: "kept" },
        affinity: "none",
      }),
    );
    assert.deepEqual(faultTexts(findings), [
      {
        path: "spec.template.spec.tolerations[0].operator",
        problem: 'is not of the form, got "Always"; expected Equal, Exists, Lt or Gt',
      },
      { path: "spec.template.spec.tolerations[1]", problem: "is no object, got 7" },
      { path: "spec.template.spec.nodeSelector.a", problem: "is no text, got 1; expected a text" },
      { path: "spec.template.spec.affinity", problem: 'is no object, got "none"' },
    ]);
    assert.deepEqual(agent?.tolerations, [{ key: "kept" }]);
    assert.deepEqual(agent?.nodeSelector, { b: "kept" });
  });

  it("does not exist for another kind or without a pod", () => {
    assert.deepEqual(agentOfDaemonSet({ kind: "Deployment" }), {
      findings: [{ path: ["kind"], problem: "is no DaemonSet", got: '"Deployment"' }],
    });
    assert.deepEqual(agentOfDaemonSet({ kind: "DaemonSet", metadata: { name: "x" } }), {
      findings: [
        { path: ["spec", "template", "spec"], problem: "is missing", expected: "a pod template" },
      ],
    });
  });

  it("has only the operators and effects of Kubernetes", () => {
    const forms = (tolerations: readonly object[]) =>
      agentOfDaemonSet(daemonSet({ tolerations })).findings.map(faultText);
    for (const operator of ["NotEqual", "Equals", "GtLt"]) {
      assert.deepEqual(forms([{ operator }]), [
        `is not of the form, got "${operator}"; expected Equal, Exists, Lt or Gt`,
      ]);
    }
    for (const effect of ["Schedule", "NoSchedules", "OnlyNoExecute"]) {
      assert.deepEqual(forms([{ effect }]), [
        `is not of the form, got "${effect}"; expected NoSchedule, PreferNoSchedule or NoExecute`,
      ]);
    }
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: ["NotInto", "XIn", "Gte"].map((operator) => ({ key: "a", operator })),
          },
        ],
      },
    };
    assert.deepEqual(
      agentOfDaemonSet(daemonSet({ affinity: { nodeAffinity } })).findings.map(faultText),
      ["NotInto", "XIn", "Gte"].map(
        (operator) =>
          `is not of the form, got "${operator}"; expected In, NotIn, Exists, DoesNotExist, Gt or Lt`,
      ),
    );
  });

  it("leaves out empty texts of tolerations, and expressions without key or operator", () => {
    const matchExpressions = [
      { operator: "Exists" },
      { key: "a" },
      { key: "b", operator: "Exists" },
      { key: "c", operator: "In", values: ["x", 1, null] },
    ];
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
    };
    const tolerations = [{ key: "", operator: "Exists", value: "", effect: "" }];
    const { agent } = agentOfDaemonSet(daemonSet({ tolerations, affinity: { nodeAffinity } }));
    assert.deepEqual(agent?.tolerations, [{ operator: "Exists" }]);
    assert.deepEqual(agent.affinityTerms, [
      [
        { key: "b", operator: "Exists" },
        { key: "c", operator: "In", values: ["x"] },
      ],
    ]);
  });

  it("may have no name, and publish nothing", () => {
    const manifest = { kind: "DaemonSet", spec: { template: { spec: {} } } };
    assert.deepEqual(agentOfDaemonSet(manifest), {
      agent: {
        name: "unnamed",
        purpose: "DaemonSet",
        tolerations: [],
        nodeSelector: {},
        affinityTerms: [],
      },
      findings: [],
    });
    assert.deepEqual(agentOfDaemonSet(undefined), {
      findings: [{ path: [], problem: "is missing" }],
    });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        agentOfDaemonSet(value);
        agentOfDaemonSet(daemonSet(value));
        agentOfDaemonSet(daemonSet({ tolerations: value, nodeSelector: value, affinity: value }));
      }),
    );
  });
});
