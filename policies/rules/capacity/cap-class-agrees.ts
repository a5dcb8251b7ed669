import { fieldText } from "../../support/message";
import { labelsPath, nodePool, nodePoolTypes, taints, taintsPath } from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import type { Finding, ResourceRule } from "../../support/rule";
import { trainingSigns } from "../../support/training-signs";
import {
  classify,
  formatClasses,
  trainingClass,
  workloadClassesProperties,
} from "../../support/workload-classes";
import type { WorkloadClassesConfig } from "../../support/workload-classes";

export const capClassAgrees: ResourceRule<WorkloadClassesConfig> = {
  id: "cap-class-agrees",
  title: "Everything that says what a pool is for says the same, and no patch changes it.",
  why: "The class decides which rules protect the pool's jobs, and which pods land there. Where a label and a taint disagree, one of the two is wrong.",
  severity: "high",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [labelsPath, taintsPath],
  config: workloadClassesProperties,
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "The class label is what a selector of `classes` finds in `spec.template.metadata.labels`. A pool whose class label is not `training` has no word of `trainingWords` in its name, in a taint or in another label.",
    "A taint whose key a selector names has a value of the same class as the label.",
    "A patch does not change the class of the pool that it patches. Change the pool itself, so that every rule sees the whole of it.",
    "Which of the signs is wrong is not known. Until they agree, the rules for training apply to the pool.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    const { classes, faults } = classify(pool, config.classes);
    if (faults.length > 0) return faults;
    const { base } = resource;
    return [
      ...signFindings(pool, classes, config),
      ...taintFindings(pool, classes, config),
      ...(base === undefined ? [] : changeFindings(nodePool(base), classes, config)),
    ];
  },
};

function signFindings(
  pool: NodePool,
  classes: readonly string[],
  config: WorkloadClassesConfig,
): readonly Finding[] {
  if (classes.length === 0 || classes.includes(trainingClass)) return [];
  const signs = trainingSigns(pool, config);
  if (signs.length === 0) return [];
  return [
    {
      path: labelsPath,
      problem: `the class label says ${classes.join(" and ")}, but other signs say training`,
      got: signs.map(({ what, path }) => `training by ${what} (${fieldText(path)})`).join(", "),
      expected: "signs that agree",
      because:
        "If jobs train there, the label turns off what protects them. If not, pods of training jobs are let in.",
      fix: `set the label of the class training in ${fieldText(labelsPath)}, or remove the words for training from the pool`,
    },
  ];
}

/** A taint such as `workload=training` on a pool with the label `workload: inference`. */
function taintFindings(
  pool: NodePool,
  classes: readonly string[],
  config: WorkloadClassesConfig,
): readonly Finding[] {
  if (classes.length === 0) return [];
  return taints(pool).entries.flatMap(({ key, value = "" }, index) => {
    const named = Object.entries(config.classes).filter(([, selector]) =>
      (selector[key] ?? []).includes(value),
    );
    // A training taint on another class is reported with the other signs.
    const others = named.map(([name]) => name).filter((name) => name !== trainingClass);
    if (others.length === 0 || others.some((name) => classes.includes(name))) return [];
    return [
      {
        path: [...taintsPath, index],
        problem: `a taint of the class ${others.join(" and ")}`,
        got: `the class ${classes.join(" and ")} by the label`,
        expected: "a taint and a label of one class",
        fix: `correct ${fieldText([...taintsPath, index])} or the label in ${fieldText(labelsPath)}`,
      },
    ];
  });
}

function changeFindings(
  base: NodePool,
  classes: readonly string[],
  config: WorkloadClassesConfig,
): readonly Finding[] {
  const before = classify(base, config.classes).classes;
  if (before.join() === classes.join()) return [];
  const text = (names: readonly string[]): string =>
    names.length === 0 ? "none of the classes" : `the class ${names.join(" and ")}`;
  return [
    {
      path: labelsPath,
      problem: "a patch that changes the class of a pool",
      got: `${text(classes)} instead of ${text(before)}`,
      expected: `${text(before)}`,
      because: "The pool was declared, and checked, for other work.",
      fix: `write the label (${formatClasses(config.classes)}) in the pool itself`,
    },
  ];
}
