import type { FaultPath } from "../../scheduling/values/fault";
import { fieldText } from "./message";
import { replicasPath } from "./node-pool";
import type { AnyRule, Finding, ResourceView } from "./rule";

/**
 * One finding for each entry of `ignoreChanges` that covers a guarded path, the object above it, or a part of it.
 * The engine keeps showing the value of the first deployment for such a path, whatever the program says and whatever
 * the cluster has by now. `spec.replicas` may be ignored, so that something else can scale a static pool.
 *
 * https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/
 */
export function ignoredChangeFindings(
  { guardedPaths, onUnknown }: AnyRule,
  { at, opts }: ResourceView,
): readonly Finding[] {
  if (onUnknown !== "fail") return [];
  return opts.ignoreChanges.flatMap((ignored) => {
    if (ignored === fieldText(replicasPath)) return [];
    const covered = guardedPaths.filter((path) =>
      overlap([...at, ...path].map(String), segmentsOf(ignored)),
    );
    return covered.slice(0, 1).map((path) => findingOf(path, ignored));
  });
}

function findingOf(guarded: FaultPath, ignored: string): Finding {
  return {
    path: guarded,
    problem: "changes to a value that this rule checks are ignored",
    got: `ignoreChanges: ${ignored}`,
    expected: `no ignoreChanges on ${fieldText(guarded)}`,
    because:
      "The engine keeps showing the value of the first deployment, while the cluster may have another value now.",
    fix: `remove ${ignored} from the resource's ignoreChanges`,
  };
}

/** Whether the paths are equal, or one of them lies below the other. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.every((segment, index) => {
    const opposite = other[index];
    return opposite === undefined || opposite === segment || opposite === "*";
  });
}

/** The keys of `a.b["c.d"][0]`. A text that is not a path has no keys, and so overlaps with every path. */
function segmentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["([^"]*)"\]|([^.[\]"]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
}
