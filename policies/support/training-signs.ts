import {
  pairSaysTraining,
  trainingWordsTest,
  type SaysTraining,
} from "../../scheduling/node-pool/training-words";
import type { FaultPath } from "../../scheduling/values/fault";
import { fieldText, optionally } from "./message";
import { labelsPath, taints, taintsPath, templateLabels } from "./node-pool";
import type { NodePool } from "./node-pool";
import { readField, textOf, within } from "./reading";
import type { Finding } from "./rule";
import { classify, selectorKeys, trainingClass } from "./workload-classes";
import type { WorkloadClassesConfig } from "./workload-classes";

/** Something in a pool that says that training jobs run there. */
export interface TrainingSign {
  readonly path: FaultPath;
  /** As messages name it: `its name`, `a taint`. */
  readonly what: string;
}

/**
 * Every sign of training in a pool besides its class label: a word for training in its name, in a taint or in another
 * label of its nodes. One wrong word in one label must not turn off every rule that protects jobs.
 */
export function trainingSigns(
  pool: NodePool,
  config: WorkloadClassesConfig,
): readonly TrainingSign[] {
  const names = trainingWordsTest(config.trainingWords);
  return [
    ...nameSigns(pool, names),
    ...taintSigns(pool, config, names),
    ...labelSigns(pool, config, names),
  ];
}

const namePath = ["metadata", "name"];

function nameSigns({ props }: NodePool, names: SaysTraining): readonly TrainingSign[] {
  const name = optionally(() => textOf(readField(props, ...namePath)));
  return name?.kind === "present" && names(name.value)
    ? [{ path: namePath, what: "its name" }]
    : [];
}

function taintSigns(
  pool: NodePool,
  { classes }: WorkloadClassesConfig,
  names: SaysTraining,
): readonly TrainingSign[] {
  const entries = optionally(() => taints(pool).entries) ?? [];
  return entries.flatMap(({ key, value = "" }, index) => {
    const isOfClass = (classes[trainingClass]?.[key] ?? []).includes(value);
    const isNamed = pairSaysTraining(key, value, names);
    return isOfClass || isNamed ? [{ path: [...taintsPath, index], what: "a taint" }] : [];
  });
}

function labelSigns(
  pool: NodePool,
  { classes }: WorkloadClassesConfig,
  names: SaysTraining,
): readonly TrainingSign[] {
  const labels = optionally(() => templateLabels(pool));
  if (labels?.kind !== "present") return [];
  const deciding = selectorKeys(classes);
  // The label of a class says what it says. One that is of no class is a label like the others.
  const isOfClass = (key: string, value: string): boolean =>
    deciding.includes(key) &&
    Object.values(classes).some((selector) => (selector[key] ?? []).includes(value));
  return Object.keys(labels.value).flatMap((key) => {
    const value = optionally(() => textOf(within(labels.value, labelsPath, key)));
    if (value?.kind !== "present" || isOfClass(key, value.value)) return [];
    const isNamed = pairSaysTraining(key, value.value, names);
    return isNamed ? [{ path: [...labelsPath, key], what: "another label" }] : [];
  });
}

/**
 * The findings of `find` for a pool that trains by its label or by any other sign; none for other pools. Labels that
 * cannot be read are findings of their own.
 */
export function findingsIfTraining(
  pool: NodePool,
  config: WorkloadClassesConfig,
  find: () => readonly Finding[],
): readonly Finding[] {
  const { classes, faults } = classify(pool, config.classes);
  if (faults.length > 0) return faults;
  if (classes.includes(trainingClass)) return find();
  const [sign] = trainingSigns(pool, config);
  if (sign === undefined) return [];
  return find().map((finding) => ({
    ...finding,
    because: [
      finding.because ?? "",
      `The pool is taken for a training pool because ${sign.what} says so (${fieldText(sign.path)}).`,
    ]
      .join(" ")
      .trim(),
  }));
}

/** Whether a pool trains by its label or by any other sign. */
export function isTrainingPool(pool: NodePool, config: WorkloadClassesConfig): boolean {
  const { classes } = classify(pool, config.classes);
  return classes.includes(trainingClass) || trainingSigns(pool, config).length > 0;
}
