/** A plan as `pulumi preview --json` prints it, in a form in which two previews of one program are equal. */

import { z } from "zod";

/** What the engine would do with one resource, and everything that the program said about the resource. */
export interface PlanStep {
  /** `<operation> <urn>` */
  readonly key: string;
  /** JSON of each value, by its path: `newState.inputs.tags.Name`. */
  readonly values: ReadonlyMap<string, string>;
}

/** https://github.com/pulumi/pulumi/blob/v3.259.0/pkg/display/json.go, `PreviewDigest` */
const preview = z.object({ steps: z.array(z.looseObject({ op: z.string(), urn: z.string() })) });

/** Times are different in every run. Places in the sources are different without patches. */
const varying = new Set(["created", "modified", "sourcePosition", "stackTrace"]);

/** The engine gives these lists of URNs in any order. */
const unordered = new Set(["dependencies", "propertyDependencies"]);

/**
 * The steps of a plan.
 *
 * @param json standard output of `pulumi preview --json`
 * @throws Error when it is not a preview
 */
export function planSteps(json: string): readonly PlanStep[] {
  return preview.parse(JSON.parse(json)).steps.map(({ op, urn, ...details }) => ({
    key: `${op} ${urn}`,
    values: new Map(valuesIn(details, [])),
  }));
}

function valuesIn(value: unknown, path: readonly string[]): readonly (readonly [string, string])[] {
  if (path.some((name) => varying.has(name))) return [];
  const isSet = Array.isArray(value) && path.some((name) => unordered.has(name));
  if (isSet) return [[path.join("."), JSON.stringify([...(value as string[])].sort())]];
  const isLeaf = typeof value !== "object" || value === null || Object.keys(value).length === 0;
  if (isLeaf) return [[path.join("."), JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, one]) => valuesIn(one, [...path, name]));
}

/** The differences between two plans, one sentence each; none when they are equal. */
export function differencesBetween(
  withPatches: readonly PlanStep[],
  withoutPatches: readonly PlanStep[],
): readonly string[] {
  const [first, second] = [withPatches, withoutPatches].map(
    (steps) => new Map(steps.map(({ key, values }) => [key, values])),
  );
  return keysOf(first, second).flatMap((key) => {
    const [a, b] = [first?.get(key), second?.get(key)];
    if (a === undefined) return [`${key}: only without patches`];
    if (b === undefined) return [`${key}: only with patches`];
    return keysOf(a, b)
      .filter((path) => a.get(path) !== b.get(path))
      .map(
        (path) =>
          `${key}: ${path} is ${a.get(path) ?? "absent"} with patches, ${b.get(path) ?? "absent"} without`,
      );
  });
}

function keysOf(...maps: readonly (ReadonlyMap<string, unknown> | undefined)[]): readonly string[] {
  return [...new Set(maps.flatMap((map) => [...(map?.keys() ?? [])]))].sort();
}
