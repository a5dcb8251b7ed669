import type { OpMap } from "@pulumi/pulumi/automation";

const words: readonly (readonly [string, string, string])[] = [
  ["create", "to create", "created"],
  ["update", "to update", "updated"],
  ["replace", "to replace", "replaced"],
  ["delete", "to delete", "deleted"],
  ["discard", "to forget", "forgotten"],
];

/** The number of resources that an operation changes. A replacement counts once. */
export function changeCount(counts: OpMap): number {
  return words.reduce((sum, [operation]) => sum + (valueOf(counts, operation) ?? 0), 0);
}

/**
 * `12 to create, 3 unchanged`, or in the past tense `12 created, 3 unchanged`. Without a change: `no change, 112
 * unchanged`.
 */
export function formatChanges(counts: OpMap, tense: "planned" | "done"): string {
  const parts = words.flatMap(([operation, planned, done]) => {
    const number = valueOf(counts, operation);
    return number ? [`${number} ${tense === "planned" ? planned : done}`] : [];
  });
  const same = valueOf(counts, "same") ?? 0;
  return [
    ...(parts.length === 0 ? ["no change"] : parts),
    ...(same === 0 ? [] : [`${same} unchanged`]),
  ].join(", ");
}

function valueOf(counts: OpMap, operation: string): number | undefined {
  return (counts as Readonly<Record<string, number | undefined>>)[operation];
}
