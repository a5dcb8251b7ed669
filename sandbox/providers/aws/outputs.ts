/** The outputs of an object: its inputs and the values that the cloud adds. */
import type { Properties } from "../cloud-state";
import { unknown } from "../stand-in";
import { containsUnknown, isObject } from "./fields";

/**
 * All properties of an object: the values of the cloud, and the inputs on top of them. Objects are merged key by key.
 */
export function withInputs(made: Properties, inputs: Properties): Properties {
  const result: Properties = { ...made };
  for (const [name, value] of Object.entries(inputs)) {
    if (value === undefined || value === null || name === "__defaults") continue;
    const other = result[name];
    result[name] = isObject(other) && isObject(value) ? withInputs(other, value) : value;
  }
  return result;
}

/**
 * The same at a preview. A value that is neither in the inputs nor in `known` (the outputs before an update) is
 * unknown. A value that is made from an unknown one is unknown as a whole.
 */
export function previewed(outputs: Properties, inputs: Properties, known: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [
      name,
      previewedValue(value, inputs[name], known[name]),
    ]),
  );
}

function previewedValue(value: unknown, input: unknown, known: unknown): unknown {
  if (isObject(value) && (isObject(input) || isObject(known))) {
    return previewed(value, isObject(input) ? input : {}, isObject(known) ? known : {});
  }
  if (input !== undefined && input !== null) return value;
  return known !== undefined && !containsUnknown(value) ? value : unknown;
}
