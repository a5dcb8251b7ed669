import assert from "node:assert/strict";

import { describe, it } from "mocha";

import { platformResources } from "../../support/platform";
import { theResource } from "../../support/registered-resources";
import { stackFaults } from "../../support/stack-faults";

const stack = "production-us-east-1";
const policyType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";

describe("admission.trainingDoNotDisrupt", () => {
  it("is off by default: no policy looks at pods", async () => {
    const resources = await platformResources(stack);
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith(policyType)),
      [],
    );
  });

  it("makes the policy and its binding, and the binding follows the key", async () => {
    for (const [action, actions] of [
      ["Deny", ["Deny"]],
      ["Warn", ["Warn", "Audit"]],
    ] as const) {
      const resources = await platformResources(stack, {
        admission: { trainingDoNotDisrupt: action },
      });
      assert.equal(theResource(resources, "training-pods-policy").type, policyType);
      const { spec } = theResource(resources, "training-pods-binding").inputs as {
        spec: { validationActions: unknown };
      };
      assert.deepEqual(spec.validationActions, actions);
    }
  });

  it("leaves out every namespace in which the program runs agents on GPU nodes", async () => {
    for (const gpu of ["al2023-operator", "al2023-device-plugin"] as const) {
      const resources = await platformResources(stack, {
        gpu: { stack: gpu },
        admission: { trainingDoNotDisrupt: "Deny" },
      });
      const policy = JSON.stringify(theResource(resources, "training-pods-policy").inputs);
      const namespaces = resources
        .filter(({ type }) => type === "kubernetes:core/v1:Namespace")
        .map(({ inputs }) => (inputs["metadata"] as { name: string }).name);
      assert.ok(namespaces.length > 0);
      for (const name of namespaces) assert.ok(policy.includes(`"${name}"`), name);
    }
  });

  it("is Warn or Deny", () => {
    const faults = stackFaults(stack, (sections) => {
      sections["admission"] = { trainingDoNotDisrupt: "deny" as never };
    });
    assert.match(
      faults[0] ?? "",
      /^admission\.trainingDoNotDisrupt: .*got "deny"; expected .*Warn/,
    );
  });
});
