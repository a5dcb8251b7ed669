import { labelsPath, templateLabels } from "./node-pool";
import type { NodePool } from "./node-pool";
import { shapeFinding, textOf, within } from "./reading";
import type { ConfigProperty, Finding } from "./rule";

/** Label key to allowed values; a pool matches when each key has one of its values. */
export type LabelSelector = Readonly<Record<string, readonly string[]>>;

/** What pools are for, by name of the class, as a selector over the labels of their nodes. */
export type WorkloadClasses = Readonly<Record<string, LabelSelector>>;

/** A rule's configuration that has the classes. */
export interface WorkloadClassesConfig {
  readonly classes: WorkloadClasses;
}

/** The class whose pools the training rules check. */
const trainingClass = "training";

/** The property `classes`, the same in every rule that has it. */
export const workloadClassesProperty: ConfigProperty<WorkloadClasses> = {
  default: {
    training: { workload: ["training"] },
    inference: { workload: ["inference"] },
    general: { workload: ["general"] },
    cpu: { workload: ["cpu"] },
  },
  description:
    "Workload classes: name of the class to a selector over the labels in spec.template.metadata.labels. The class training is the one that the training rules check.",
  schema: {
    type: "object",
    // Without the class the training rules would pass everything.
    required: [trainingClass],
    additionalProperties: {
      type: "object",
      minProperties: 1,
      additionalProperties: {
        type: "array",
        minItems: 1,
        uniqueItems: true,
        items: { type: "string", minLength: 1 },
      },
    },
  },
};

/** The classes of a pool, or the faults that keep them from being read. */
export interface Classification {
  readonly classes: readonly string[];
  readonly faults: readonly Finding[];
  /** Whether a label that decides is written; a patch without one may be about a pool of any class. */
  readonly labelsWritten: boolean;
}

/** The classes of a pool. Reads only labels that a selector names. */
export function classify(pool: NodePool, classes: WorkloadClasses): Classification {
  const labels = templateLabels(pool);
  if (labels.kind === "absent") return { classes: [], faults: [], labelsWritten: false };
  if (labels.kind === "misshapen") {
    return { classes: [], faults: [shapeFinding(labels)], labelsWritten: true };
  }
  const faults: Finding[] = [];
  const values = new Map<string, string>();
  for (const key of selectorKeys(classes)) {
    if (!Object.hasOwn(labels.value, key)) continue;
    const value = textOf(within(labels.value, labelsPath, key));
    if (value.kind === "misshapen") faults.push(shapeFinding(value));
    if (value.kind === "present") values.set(key, value.value);
  }
  const matching = Object.keys(classes).filter((name) => matches(classes[name] ?? {}, values));
  return { classes: matching, faults, labelsWritten: faults.length > 0 || values.size > 0 };
}

/**
 * Whether the training rules check a pool, or the faults that keep the rules from knowing. A patch that does not
 * show the labels is checked as if its pool were a training pool: absence means unchanged there, and
 * the label can be repeated in the patch.
 */
export function isTrainingPool(
  pool: NodePool,
  classes: WorkloadClasses,
): { readonly training: boolean; readonly faults: readonly Finding[]; readonly assumed: boolean } {
  const { classes: found, faults, labelsWritten } = classify(pool, classes);
  const assumed = pool.patch && !labelsWritten;
  return { training: assumed || found.includes(trainingClass), faults, assumed };
}

/** The findings of `find` for a training pool, with a note if a patch was assumed to be one; none for other pools. */
export function findingsIfTraining(
  pool: NodePool,
  classes: WorkloadClasses,
  find: () => readonly Finding[],
): readonly Finding[] {
  const { training, faults, assumed } = isTrainingPool(pool, classes);
  if (faults.length > 0) return faults;
  if (!training) return [];
  if (!assumed) return find();
  return find().map((finding) => ({
    ...finding,
    because: [finding.because ?? "", assumedTrainingNote].join(" ").trim(),
  }));
}

/** Added to messages about a patch that is assumed to be of a training pool. */
export const assumedTrainingNote =
  "The patch does not show the pool's workload label, so the rule takes it for a patch of a training pool; repeat the label in the patch if it is not one.";

/** The label keys that decide about classes, in order. */
export function selectorKeys(classes: WorkloadClasses): readonly string[] {
  return [...new Set(Object.values(classes).flatMap((selector) => Object.keys(selector)))];
}

/** The classes as an author can write them: `workload=training, workload=inference`. */
export function formatClasses(classes: WorkloadClasses): string {
  return Object.values(classes)
    .map((selector) =>
      Object.entries(selector)
        .map(([key, values]) => `${key}=${values.join("|")}`)
        .join(" with "),
    )
    .join(", ");
}

function matches(selector: LabelSelector, values: ReadonlyMap<string, string>): boolean {
  const keys = Object.entries(selector);
  return (
    keys.length > 0 &&
    keys.every(([key, allowed]) => {
      const value = values.get(key);
      return value !== undefined && allowed.includes(value);
    })
  );
}
