import type { ZodError } from "zod";

import { pathText } from "../scheduling/values/fault";

/**
 * What a schema refuses in a file, one text for each fault: `steps[0].op: Invalid input: expected string`.
 *
 * @param root name of the whole value, for a fault that has no path
 */
export function schemaFaults({ issues }: ZodError, root: string): readonly string[] {
  return issues.map(({ path, message }) => {
    const keys = path.map((key) => (typeof key === "symbol" ? String(key) : key));
    return `${pathText(keys, root)}: ${message}`;
  });
}
