import { partitionOf } from "../../components/shared/partition";
import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";
import { repeatedItemFaults } from "./repeated-items";

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

/**
 * "An IAM principal can't be included in more than one access entry." EKS refuses the second entry when the cluster exists.
 * https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html
 */
export const administratorsArePrincipals = defineCheck(
  ["region", "cluster"],
  ({ region, cluster: { administrators } }) => {
    const partition = partitionOf(region);
    const entries = Object.entries(administrators);
    return entries.flatMap(([key, { principalArn, namespaces = [] }], index) => {
      const path = ["cluster", "administrators", key];
      const twin = entries.slice(0, index).find(([, other]) => other.principalArn === principalArn);
      const foreign = principalArn.split(":")[1] !== partition;
      return [
        ...(twin === undefined
          ? []
          : [
              {
                path: [...path, "principalArn"],
                problem: `also the principal of ${twin[0]}`,
                got: rendered(principalArn),
                expected: "each principal once, because EKS gives it one access entry",
                fix: `remove ${key} or ${twin[0]}`,
              },
            ]),
        ...(foreign
          ? [
              {
                path: [...path, "principalArn"],
                problem: `not an ARN of the partition of ${region}`,
                got: rendered(principalArn),
                expected: `an ARN that begins with arn:${partition}:iam::`,
                fix: "name a principal of this partition",
              },
            ]
          : []),
        ...repeatedItemFaults([...path, "namespaces"], "namespace", namespaces),
      ];
    });
  },
);
