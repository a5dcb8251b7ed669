import type { AnyRule, ConfigProperty, Finding } from "./rule";
import { belowFloor } from "./strictness";

/** A finding about the configuration of a rule, at a level that no configuration changes. */
export interface ConfigurationFinding {
  readonly finding: Finding;
  readonly level: "advisory" | "mandatory";
}

/**
 * What is wrong with the configuration that the engine gives to a rule. The engine checks the types of known properties
 * only: it passes on a misspelt one, and it knows no floors. `npm run check` reads the file itself and says more.
 */
export function configurationFindings(
  rule: AnyRule,
  given: Readonly<Record<string, unknown>>,
): readonly ConfigurationFinding[] {
  const properties = rule.config as Readonly<Record<string, ConfigProperty<unknown>>>;
  return Object.entries(given).flatMap(([name, value]): readonly ConfigurationFinding[] => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) {
      const known = Object.keys(properties).join(", ") || "no property";
      return [{ finding: unknownFinding(rule, name, known), level: "mandatory" }];
    }
    const below = belowFloor(property, value);
    if (below !== undefined) {
      const finding = weakFinding(rule, name, value, below.floor);
      return [
        {
          finding: { ...finding, problem: "weaker than any environment allows" },
          level: "mandatory",
        },
      ];
    }
    const { strictness, default: usual } = property;
    if (strictness === undefined || strictness.measure(value) >= strictness.measure(usual)) {
      return [];
    }
    return [{ finding: weakFinding(rule, name, value, usual), level: "advisory" }];
  });
}

const because =
  "Who reads the run has to see what the rule no longer finds. This line is about the pack's configuration, not about the resource.";

function unknownFinding(rule: AnyRule, name: string, known: string): Finding {
  return {
    path: [rule.id, name],
    problem: "a property of the pack's configuration that the rule does not have",
    got: JSON.stringify(name),
    expected: known,
    because: "The rule runs with its default, which may not be what the file means.",
    fix: "correct the name in the configuration of the pack, and run npm run check",
  };
}

function weakFinding(rule: AnyRule, name: string, value: unknown, least: unknown): Finding {
  return {
    path: [rule.id, name],
    problem: "the pack's configuration makes this rule weaker",
    got: JSON.stringify(value),
    expected: `${JSON.stringify(least)}, or stricter`,
    because,
    fix: `remove ${name} from the configuration of the pack, if its reason is gone`,
  };
}
