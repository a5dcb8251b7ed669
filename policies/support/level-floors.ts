import type { FaultPath } from "../../scheduling/values/fault";
import { levelOf } from "./configuration";
import type { PackConfiguration } from "./configuration";
import type { AnyRule } from "./rule";
import type { EnvironmentClass } from "./strictness";

/** A level below what a class of environments allows. */
export interface LevelBelowFloor {
  /** The entry that sets it: the rule's own, else `all`. */
  readonly path: FaultPath;
  readonly rule: AnyRule;
  readonly level: string;
  readonly expected: string;
}

/**
 * Levels that a class of environments does not allow. Where people's work is at stake, no rule is off, and what is high
 * or critical stops a deployment. Elsewhere, what is critical is at least said.
 */
export function levelsBelowFloor(
  configuration: PackConfiguration,
  rules: readonly AnyRule[],
  environment: EnvironmentClass,
): readonly LevelBelowFloor[] {
  const isStrict = environment === "production" || environment === "staging";
  return rules.flatMap((rule) => {
    const level = levelOf(rule, configuration);
    const isGrave = rule.severity === "critical" || (isStrict && rule.severity === "high");
    const isOff = level === "disabled" && (isStrict || isGrave);
    const isLowered = level === "advisory" && rule.level === "mandatory" && isStrict && isGrave;
    if (!isOff && !isLowered) return [];
    const own = configuration[rule.id];
    const isOwn = typeof own === "string" || own?.enforcementLevel !== undefined;
    return [
      {
        path: isOwn ? [rule.id] : ["all"],
        rule,
        level,
        expected: isStrict && isGrave ? rule.level : "advisory or mandatory",
      },
    ];
  });
}
