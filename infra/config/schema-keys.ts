import type { z } from "zod";

import { platformConfigSchema } from "./schema";

/** The keys that the schema knows at a path; empty when the path leads to a map with free keys, or out of the schema. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  const schema = path.reduce<z.core.$ZodType | undefined>(step, platformConfigSchema);
  const def = schema === undefined ? undefined : definition(schema);
  return def?.type === "object" ? Object.keys(def.shape) : [];
}

function step(
  schema: z.core.$ZodType | undefined,
  key: string | number,
): z.core.$ZodType | undefined {
  if (schema === undefined) return undefined;
  const def = definition(schema);
  if (def.type === "object") return shapeOf(def, String(key));
  if (def.type === "record") return def.valueType;
  return def.type === "array" ? def.element : undefined;
}

/** The schema of a key; for a name that the file chooses, as that of an own tier, the schema of all such names. */
function shapeOf({ shape, catchall }: ObjectShape, key: string): z.core.$ZodType | undefined {
  return Object.hasOwn(shape, key) ? shape[key] : catchall;
}

/** A schema's definition, without the wrappers of optional, default and preprocessed values. */
function definition(schema: z.core.$ZodType): Shape {
  const { innerType, out } = schema._zod.def as Wrapper;
  const inner = innerType ?? out;
  return inner === undefined ? (schema._zod.def as unknown as Shape) : definition(inner);
}

type Shape =
  | ObjectShape
  | { readonly type: "record"; readonly valueType: z.core.$ZodType }
  | { readonly type: "array"; readonly element: z.core.$ZodType };

interface ObjectShape {
  readonly type: "object";
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly catchall?: z.core.$ZodType;
}

interface Wrapper {
  readonly innerType?: z.core.$ZodType;
  readonly out?: z.core.$ZodType;
}
