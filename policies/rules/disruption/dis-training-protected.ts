import { labelsPath, nodePool, nodePoolTypes } from "../../support/node-pool";
import type { ResourceRule } from "../../support/rule";
import { findingsIfTraining } from "../../support/training-signs";
import { workloadClassesProperties } from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

export const disTrainingProtected: ResourceRule<WorkloadClassesConfig> = {
  id: "dis-training-protected",
  title: "Training pools are protected against deletion.",
  why: "To delete or replace a NodePool drains all of its nodes. No budget and no maintenance window delays it, and a new name in the program is enough to cause it.",
  severity: "high",
  level: "advisory",
  types: nodePoolTypes,
  guardedPaths: [labelsPath],
  config: workloadClassesProperties,
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "Training pools are those in the class `training`, and those that a word of `trainingWords` in their name, a taint or a label calls so.",
    "The resource has the option `protect: true`. For a pool in the values of a chart or in a text of YAML, that is the resource which carries it.",
    "A patch of a pool of the program is not checked, because the pool itself is. What an update deletes or replaces is not seen here: the engine shows no steps to a policy.",
    "The rule is advisory, because a pool that is removed on purpose loses its protection one deployment before (docs/deploying.md).",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    if (resource.patch === "joined" || resource.opts.protect) return [];
    return findingsIfTraining(nodePool(resource), config, () => [
      {
        path: [],
        problem: "a training pool that an update may delete",
        got: "no protect",
        expected: "the resource option protect: true",
        because: disTrainingProtected.why,
        fix: "set protect: true; to remove the pool, first let its jobs end, then set protect: false in a deployment of its own",
      },
    ]);
  },
};
