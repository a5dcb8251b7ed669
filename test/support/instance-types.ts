import assert from "node:assert/strict";

import { instanceType, type InstanceType } from "../../scheduling/catalogue/instance-catalogue";

/** Instance types of the catalogue by name; fails for a name that the catalogue does not have. */
export function types(...names: readonly string[]): readonly InstanceType[] {
  return names.map((name) => {
    const type = instanceType(name);
    assert.ok(type, name);
    return type;
  });
}

/** Every size of g5, from one to eight GPUs. */
export const g5 = [
  "xlarge",
  "2xlarge",
  "4xlarge",
  "8xlarge",
  "12xlarge",
  "16xlarge",
  "24xlarge",
  "48xlarge",
].map((size) => `g5.${size}`);
