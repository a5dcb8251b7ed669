import { rendered } from "../../scheduling/values/fault";
import { defineCheck } from "./define-check";

export const stackNameMatches = defineCheck(["environment", "region"], (config, stack) => {
  const expected = `${config.environment}-${config.region}`;
  if (stack === expected) return [];
  return [
    {
      path: ["region"],
      problem: "stack name and configuration disagree",
      got: rendered(stack),
      expected: `a stack called ${expected}`,
      fix: `rename the file to Pulumi.${expected}.yaml or correct environment and region`,
    },
  ];
});
