import assert from "node:assert/strict";

import { describe, it } from "mocha";

import {
  trainingPodsBinding,
  trainingPodsPolicy,
} from "../../../components/admission/training-pods-policy.builder";
import { evaluateCel } from "../../support/cel-eval";

const annotation = "karpenter.sh/do-not-disrupt";
const taint = { key: "workload", operator: "Equal", value: "training", effect: "NoSchedule" };

interface PodParts {
  readonly value?: string;
  readonly tolerations?: readonly object[];
  readonly ownerReferences?: readonly object[];
  readonly nodeName?: string;
}

function pod({ value, tolerations, ownerReferences, nodeName }: PodParts): unknown {
  return {
    metadata: {
      name: "train-0",
      ...(value === undefined ? {} : { annotations: { [annotation]: value } }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
    },
    spec: {
      containers: [{ name: "main" }],
      ...(tolerations === undefined ? {} : { tolerations }),
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  };
}

const { spec } = trainingPodsPolicy();
const conditions = spec.matchConditions.map(({ expression }) => expression);
const validations = spec.validations.map(({ expression }) => expression);

/** `ignored`, `accepted` or `refused` for each pod, as the API server decides. */
async function verdicts(...pods: readonly PodParts[]): Promise<readonly string[]> {
  const results = await evaluateCel("1.35", [...conditions, ...validations], pods.map(pod));
  return results.map((row) => {
    assert.deepEqual(
      row.flatMap(({ fault }) => fault ?? []),
      [],
    );
    const values = row.map(({ value }) => value === true);
    if (!values.slice(0, conditions.length).every(Boolean)) return "ignored";
    return values.slice(conditions.length).every(Boolean) ? "accepted" : "refused";
  });
}

describe("the admission policy for training pods", function () {
  // The first run builds the program that evaluates CEL.
  this.timeout(600_000);

  it("refuses a pod that may land on a training tier without do-not-disrupt", async () => {
    assert.deepEqual(
      await verdicts(
        { tolerations: [taint] },
        { tolerations: [{ key: "workload", value: "training" }] },
        { tolerations: [{ key: "workload", operator: "Exists" }] },
        { tolerations: [{ key: "workload", operator: "Exists", effect: "" }] },
        { tolerations: [{ operator: "Exists" }] },
        { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }, taint] },
        { tolerations: [taint], ownerReferences: [{ kind: "Job" }] },
      ),
      Array(7).fill("refused"),
    );
  });

  it("accepts the annotation with the values that Karpenter reads, and no other", async () => {
    const tolerations = [taint];
    const accepted = ["true", "8h", "30m", "2h30m", "1.5h", "90s"];
    assert.deepEqual(
      await verdicts(...accepted.map((value) => ({ value, tolerations }))),
      accepted.map(() => "accepted"),
    );
    const refused = ["", "false", "yes", "1d", "-1h", "0s", "0h0m", "True", "8h "];
    assert.deepEqual(
      await verdicts(...refused.map((value) => ({ value, tolerations }))),
      refused.map(() => "refused"),
    );
  });

  it("leaves out pods that land elsewhere, pods of DaemonSets, and pods that name their node", async () => {
    assert.deepEqual(
      await verdicts(
        {},
        { tolerations: [] },
        { tolerations: [{ key: "nvidia.com/gpu", operator: "Exists" }] },
        { tolerations: [{ key: "workload", value: "inference" }] },
        { tolerations: [{ ...taint, effect: "NoExecute" }] },
        { tolerations: [{ operator: "Exists" }], ownerReferences: [{ kind: "DaemonSet" }] },
        { tolerations: [{ operator: "Exists" }], nodeName: "ip-10-0-0-1.ec2.internal" },
      ),
      Array(7).fill("ignored"),
    );
  });

  // https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
  it("looks at new pods alone, outside of the namespaces of the agents", () => {
    assert.deepEqual(spec.matchConstraints, {
      namespaceSelector: {
        matchExpressions: [
          {
            key: "kubernetes.io/metadata.name",
            operator: "NotIn",
            values: ["kube-system", "gpu-operator", "nvidia"],
          },
        ],
      },
      resourceRules: [
        { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
      ],
    });
    assert.equal(spec.failurePolicy, "Fail");
  });

  it("takes effect by a binding of the same name, which warns or denies", () => {
    const { name } = trainingPodsPolicy().metadata;
    assert.deepEqual(trainingPodsBinding("Deny"), {
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    });
    assert.deepEqual(trainingPodsBinding("Warn").spec.validationActions, ["Warn", "Audit"]);
  });
});
