import type { Fault, FaultPath } from "./fault";

/** The fields that a schema has, by name; `null` for a value, or for a map with keys of any name. */
export interface FieldTree {
  readonly [field: string]: FieldTree | null;
}

/**
 * A fault for each field that the tree does not have. The lists of a manifest are looked through entry by entry.
 * kubectl and server-side apply refuse them:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export function unknownFields(
  value: unknown,
  tree: FieldTree,
  { path, kind, onlyMisspelt = false }: UnknownFieldOptions,
): readonly Fault[] {
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) =>
      unknownFields(entry, tree, { path: [...path, index], kind, onlyMisspelt }),
    );
  }
  if (typeof value !== "object" || value === null) return [];
  const known = Object.keys(tree);
  return Object.entries(value).flatMap(([field, inner]: [string, unknown]): readonly Fault[] => {
    const below = [...path, field];
    if (Object.hasOwn(tree, field)) {
      const subtree = tree[field];
      return subtree == null
        ? []
        : unknownFields(inner, subtree, { path: below, kind, onlyMisspelt });
    }
    const meant = known.find((one) => plainSpelling(one) === plainSpelling(field));
    if (onlyMisspelt && meant === undefined) return [];
    return [
      {
        path: below,
        problem: `is no field of ${kind}`,
        ...(onlyMisspelt ? {} : { expected: known.join(", ") }),
        fix: meant === undefined ? "remove it" : `write ${meant}`,
        apiServer: "drops",
      },
    ];
  });
}

interface UnknownFieldOptions {
  /** Where the value is. */
  readonly path: FaultPath;
  /** For the problem: `an EC2NodeClass`. */
  readonly kind: string;
  /** Tells only other spellings of a known field, for a tree that may lack fields of newer versions. */
  readonly onlyMisspelt?: boolean;
}

/** The same for `limit` and `limits`, and for `maxpods` and `maxPods`. */
function plainSpelling(field: string): string {
  return field.toLowerCase().replace(/s$/, "");
}
