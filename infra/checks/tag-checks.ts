import { rendered } from "../../scheduling/values/fault";
import { ownTags } from "../resolved/own-tags";
import { defineCheck } from "./define-check";

/** The EC2NodeClass CRD refuses tags that Karpenter or EKS set. The tags of the program replace others of the same key. */
export const tagsAreNotReserved = defineCheck(["environment", "tags"], ({ environment, tags }) => {
  const reserved =
    /^(eks:eks-cluster-name|kubernetes\.io\/cluster.*|karpenter\.sh\/(nodepool|nodeclaim)|karpenter\.k8s\.aws\/ec2nodeclass|karpenter\.sh\/discovery|network-type|Name)$/;
  return Object.keys(tags)
    .filter((key) => reserved.test(key) || Object.hasOwn(ownTags(environment), key))
    .map((key) => ({
      path: ["tags", key],
      problem: "reserved tag",
      got: rendered(key),
      expected: "a key that neither EKS nor Karpenter nor this program sets",
      fix: "remove it",
    }));
});

/**
 * IAM refuses a role whose tags differ only in case, because its keys are not case-sensitive: "Duplicate tag keys found. Please
 * note that Tag keys are case insensitive." The network and the cluster exist by then.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
 */
export const tagsDifferInMoreThanCase = defineCheck(
  ["environment", "tags"],
  ({ environment, tags }) => {
    const own = Object.keys(ownTags(environment));
    const keys = Object.keys(tags);
    return keys.flatMap((key, index) => {
      const twin = [...own, ...keys.slice(0, index)].find(
        (other) => other !== key && other.toLowerCase() === key.toLowerCase(),
      );
      if (twin === undefined) return [];
      const whose = own.includes(twin) ? ", which this program sets" : "";
      return [
        {
          path: ["tags", key],
          problem: `differs only in case from ${twin}${whose}`,
          got: rendered(key),
          expected: "keys that differ in more than case, because IAM takes these for one key",
          fix: "rename or remove it",
        },
      ];
    });
  },
);
