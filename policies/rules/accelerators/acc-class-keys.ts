import { isAutoMode, keysOfAnotherClass } from "../../support/auto-mode";
import { fieldText } from "../../support/message";
import { nodePool, nodePoolTypes, requirementsPath } from "../../support/node-pool";
import { fieldOf, listOf, readField, textOf } from "../../support/reading";
import type { ResourceRule } from "../../support/rule";

export const accClassKeys: ResourceRule<object> = {
  id: "acc-class-keys",
  title: "A pool restricts instance types by the label keys that its node class has.",
  why: "EKS Auto Mode has keys of its own. A requirement by Karpenter's keys excludes nothing there: `instance-gpu-count DoesNotExist` is true for every GPU.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [requirementsPath],
  config: {},
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "A pool whose `nodeClassRef.group` is `eks.amazonaws.com` uses the keys `eks.amazonaws.com/instance-…`, any other pool `karpenter.k8s.aws/instance-…`. A key of the other class is a finding.",
    "What a pool of Auto Mode can launch is computed by its own keys, for every rule. Requirements by keys of the other class are left out.",
  ],
  since: "0.1.0",
  check: (resource) => {
    const pool = nodePool(resource);
    const list = listOf(fieldOf(pool, requirementsPath));
    if (list.kind !== "present") return [];
    const auto = isAutoMode(pool);
    return list.value.flatMap((element) => {
      if (element.kind !== "present") return [];
      const record = typeof element.value === "object" ? element.value : {};
      const key = textOf(readField(record, "key"));
      if (key.kind !== "present" || !keysOfAnotherClass(key.value, auto)) return [];
      const path = [...element.path, "key"];
      return [
        {
          path,
          problem: "a key that instance types of this node class do not have",
          got: auto ? "a key of karpenter.k8s.aws" : "a key of eks.amazonaws.com",
          expected: auto ? "a key of eks.amazonaws.com" : "a key of karpenter.k8s.aws",
          because: auto
            ? "The pool is one of EKS Auto Mode. The requirement restricts nothing, or no type meets it."
            : "The pool is one of Karpenter. The requirement restricts nothing, or no type meets it.",
          fix: `write the key of the pool's own node class at ${fieldText(path)}`,
        },
      ];
    });
  },
};
