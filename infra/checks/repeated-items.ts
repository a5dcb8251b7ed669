import { rendered } from "../../scheduling/values/fault";
import type { ConfigFault } from "../config/config-fault";

/**
 * A fault for each item of a list that is in the list already.
 *
 * @param path of the list
 * @param kind what an item is, such as "range"
 */
export function repeatedItemFaults(
  path: ConfigFault["path"],
  kind: string,
  items: readonly string[],
): readonly ConfigFault[] {
  return items.flatMap((item, index) =>
    items.indexOf(item) === index
      ? []
      : [
          {
            path: [...path, index],
            problem: `${kind} named twice`,
            got: rendered(item),
            expected: `each ${kind} once`,
            fix: "remove it",
          },
        ],
  );
}
