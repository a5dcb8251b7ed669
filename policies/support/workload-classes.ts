import { defaultTrainingWords } from "../../scheduling/node-pool/training-words";
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
  readonly trainingWords: readonly string[];
}

/** The class whose pools the training rules check. */
export const trainingClass = "training";

/** The property `classes`, the same in every rule that has it. */
const workloadClassesProperty: ConfigProperty<WorkloadClasses> = {
  default: {
    training: { workload: ["training"] },
    inference: { workload: ["inference"] },
    general: { workload: ["general"] },
    cpu: { workload: ["cpu"] },
  },
  description:
    "Workload classes: name of the class to a selector over the labels in spec.template.metadata.labels. The class training is the one that the training rules check.",
  // Other labels are as good: a pool that says training by any other sign trains all the same.
  strictness: { measure: (classes) => Number(trainsByDefault(classes)), floors: {} },
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

/** Whether a pool that trains by the default classes still does. */
function trainsByDefault(classes: WorkloadClasses): boolean {
  return matches(classes[trainingClass] ?? {}, new Map([["workload", "training"]]));
}

/** The property `trainingWords`, the same in every rule that has it. */
const trainingWordsProperty: ConfigProperty<readonly string[]> = {
  default: defaultTrainingWords,
  description:
    "Words that say that training jobs run in a pool: in its name, in a taint, or in any label of its nodes. Such a pool trains, whatever its class label says. An empty list leaves the decision to the class label and to taints of the class.",
  schema: {
    type: "array",
    uniqueItems: true,
    items: { type: "string", pattern: "^[a-z][a-z-]*$" },
  },
  strictness: {
    measure: (words) => words.length,
    floors: { staging: ["training"], production: ["training"] },
  },
};

/** The properties of every rule that asks whether a pool trains. */
export const workloadClassesProperties = {
  classes: workloadClassesProperty,
  trainingWords: trainingWordsProperty,
};

/** The classes of a pool, or the faults that keep them from being read. */
export interface Classification {
  readonly classes: readonly string[];
  readonly faults: readonly Finding[];
}

/** The classes of a pool. Reads only labels that a selector names. */
export function classify(pool: NodePool, classes: WorkloadClasses): Classification {
  const labels = templateLabels(pool);
  if (labels.kind === "absent") return { classes: [], faults: [] };
  if (labels.kind === "misshapen") return { classes: [], faults: [shapeFinding(labels)] };
  const faults: Finding[] = [];
  const values = new Map<string, string>();
  for (const key of selectorKeys(classes)) {
    if (!Object.hasOwn(labels.value, key)) continue;
    const value = textOf(within(labels.value, labelsPath, key));
    if (value.kind === "misshapen") faults.push(shapeFinding(value));
    if (value.kind === "present") values.set(key, value.value);
  }
  const matching = Object.keys(classes).filter((name) => matches(classes[name] ?? {}, values));
  return { classes: matching, faults };
}

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
