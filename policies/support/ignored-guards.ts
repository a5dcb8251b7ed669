import type { FaultPath } from "../../scheduling/values/fault";
import { fieldText } from "./message";
import { replicasPath } from "./node-pool";
import type { AnyRule, Finding } from "./rule";

/**
 * A finding for each guarded path that the resource's `ignoreChanges` covers, whole or in part: the engine judges the
 * value of the first deployment for ever, whatever the program says and the cluster has since.
 * `spec.replicas` may be ignored, for what scales a static pool; its limit of nodes still holds.
 *
 * https://www.pulumi.com/docs/iac/concepts/resources/options/ignorechanges/
 */
export function ignoredGuards(
  { guards, onUnknown }: AnyRule,
  ignoreChanges: readonly string[],
): readonly Finding[] {
  if (onUnknown !== "fail") return [];
  return ignoreChanges.flatMap((ignored) => {
    if (ignored === fieldText(replicasPath)) return [];
    const covered = guards.filter((guard) => overlap(guard.map(String), segmentsOf(ignored)));
    return covered.slice(0, 1).map((guard) => findingOf(guard, ignored));
  });
}

function findingOf(guard: FaultPath, ignored: string): Finding {
  return {
    path: guard,
    problem: "changes to what this rule judges are ignored",
    got: `ignoreChanges: ${ignored}`,
    expected: `no ignoreChanges on ${fieldText(guard)}`,
    because:
      "The value of the first deployment is judged for ever; the cluster may have another one since.",
    fix: `remove ${ignored} from the resource's ignoreChanges`,
  };
}

/** Whether one path leads to the other or to a part of it. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  return one.every((segment, index) => {
    const opposite = other[index];
    return opposite === undefined || opposite === segment || opposite === "*";
  });
}

/** `a.b["c.d"][0]` as its parts; what is no path has none, and so overlaps with everything. */
function segmentsOf(path: string): readonly string[] {
  return [...path.matchAll(/\["([^"]*)"\]|([^.[\]"]+)/g)].map(
    ([, quoted, plain]) => quoted ?? plain ?? "",
  );
}
