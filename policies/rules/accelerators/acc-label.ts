import { acceleratorOf } from "../../../scheduling/catalogue/instance-catalogue";
import { formatTypes, launchOf, uncoveredFinding } from "../../support/launch";
import { fieldText } from "../../support/message";
import {
  labelsPath,
  nodePool,
  nodePoolTypes,
  requirementsPath,
  templateLabels,
} from "../../support/node-pool";
import type { NodePool } from "../../support/node-pool";
import { quoted } from "../../support/quoted";
import { textOf, within } from "../../support/reading";
import type { Finding, ResourceRule } from "../../support/rule";
import {
  classify,
  formatClasses,
  selectorKeys,
  workloadClassesProperties,
} from "../../support/workload-classes";
import type { WorkloadClasses, WorkloadClassesConfig } from "../../support/workload-classes";

interface AccLabelConfig extends WorkloadClassesConfig {
  readonly classesWithoutAccelerators: readonly string[];
}

export const accLabel: ResourceRule<AccLabelConfig> = {
  id: "acc-label",
  title: "Pools that can launch accelerators declare their workload class.",
  why: "The rules for training do not apply to a pool without a class: its nodes may be Spot and may be drained in the middle of a job.",
  severity: "medium",
  level: "mandatory",
  types: nodePoolTypes,
  guardedPaths: [labelsPath, requirementsPath],
  config: {
    ...workloadClassesProperties,
    classesWithoutAccelerators: {
      default: ["cpu"],
      description:
        "Classes for pools without accelerators. They do not count as the class of a pool that can launch accelerators.",
      schema: { type: "array", uniqueItems: true, items: { type: "string" } },
      strictness: { measure: (names) => names.length, floors: {} },
    },
  },
  relatedRules: [],
  onUnknown: "fail",
  scope: [
    "A pool is an accelerator pool if its requirements and labels let it launch a type with NVIDIA, AMD, Neuron or Qualcomm devices. A pool without requirements can launch everything.",
    "The selectors in `classes` decide the class by the labels in `spec.template.metadata.labels`. The name of the pool is no class; cap-class-agrees compares the two. A pool may be in several classes.",
    "A class of `classesWithoutAccelerators` is not enough for a pool that can launch accelerators.",
    "For a pool without a class it is a finding if no type in the catalogue meets the requirements, or if they name a type that is not in the catalogue.",
  ],
  since: "0.1.0",
  check: (resource, config) => {
    const pool = nodePool(resource);
    const { classes, faults } = classify(pool, config.classes);
    if (faults.length > 0) return faults;
    if (classes.some((name) => !config.classesWithoutAccelerators.includes(name))) return [];
    return unclassifiedFindings(pool, config);
  },
};

function unclassifiedFindings(pool: NodePool, config: AccLabelConfig): readonly Finding[] {
  const launch = launchOf(pool);
  if (launch.faults.length > 0) return launch.faults;
  const types = launch.types.filter((type) => acceleratorOf(type) !== undefined);
  if (types.length === 0) {
    const uncovered = uncoveredFinding(launch);
    return uncovered === undefined ? [] : [uncovered];
  }
  const allowed = acceleratorClasses(config);
  return [
    {
      path: labelsPath,
      problem: "no workload class for a pool that can launch accelerators",
      got: classLabels(pool, config.classes),
      expected: `one of ${formatClasses(allowed)}`,
      because: `This pool can launch ${formatTypes(types, "accelerated")}. Without a class the rules for training do not apply to it.`,
      fix: `add one of the labels ${formatClasses(allowed)} to ${fieldText(labelsPath)}`,
    },
  ];
}

function acceleratorClasses(config: AccLabelConfig): WorkloadClasses {
  return Object.fromEntries(
    Object.entries(config.classes).filter(
      ([name]) => !config.classesWithoutAccelerators.includes(name),
    ),
  );
}

/** The pool's labels that selectors name, for a message. */
function classLabels(pool: NodePool, classes: WorkloadClasses): string {
  const labels = templateLabels(pool);
  if (labels.kind !== "present") return "no labels";
  const shown = selectorKeys(classes).flatMap((key) => {
    const value = textOf(within(labels.value, labelsPath, key));
    return value.kind === "present" ? [`${key}=${quoted(value.value)}`] : [];
  });
  return shown.length > 0 ? shown.join(", ") : `no label ${selectorKeys(classes).join(" or ")}`;
}
