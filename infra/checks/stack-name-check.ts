import { renderValue } from "../config/config-fault";
import { defineCheck } from "./define-check";

export const stackNameMatches = defineCheck(["environment", "region"], (config, stack) => {
  const expected = `${config.environment}-${config.region}`;
  if (stack === expected) return [];
  return [
    {
      path: ["region"],
      problem: "stack name and configuration disagree",
      got: renderValue(stack),
      expected: `a stack called ${expected}`,
      fix: `rename the file to Pulumi.${expected}.yaml or correct environment and region`,
    },
  ];
});
