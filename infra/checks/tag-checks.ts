import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";

/** The EC2NodeClass CRD refuses tags that Karpenter or EKS set. */
export const tagsAreNotReserved = defineCheck(["tags"], ({ tags }) => {
  const reserved =
    /^(eks:eks-cluster-name|kubernetes\.io\/cluster.*|karpenter\.sh\/(nodepool|nodeclaim)|karpenter\.k8s\.aws\/ec2nodeclass|karpenter\.sh\/discovery|network-type|Name)$/;
  return Object.keys(tags)
    .filter((key) => reserved.test(key))
    .map((key) => ({
      path: ["tags", key],
      problem: "reserved tag",
      got: rendered(key),
      expected: "a key that neither EKS nor Karpenter sets",
      fix: "remove it",
    }));
});
