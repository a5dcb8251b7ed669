import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";

const scopedPolicies = ["AmazonEKSEditPolicy", "AmazonEKSViewPolicy"];

/** The other policies give rights outside a namespace (nodes, webhooks, CRDs), so they cannot be limited to namespaces. */
export const namespacesGoWithScopedPolicies = defineCheck(
  ["cluster"],
  ({ cluster: { administrators } }) => {
    return Object.entries(administrators).flatMap(([key, { policy, namespaces }]) =>
      namespaces === undefined || scopedPolicies.includes(policy)
        ? []
        : [
            {
              path: ["cluster", "administrators", key, "namespaces"],
              problem: `not for ${policy}`,
              got: rendered(namespaces),
              expected: `namespaces only with ${scopedPolicies.join(" or ")}`,
              fix: "choose one of these policies, or remove namespaces",
            },
          ],
    );
  },
);
