/**
 * The shape of a row of the table: everything that the stand-in knows about one AWS resource type.
 *
 * Everything that can be checked is data, so that a generated test can break every part of every row.
 */
import type { Properties } from "../cloud-state";

/**
 * One input. The key in the row is its path: `cidrBlock`, `vpcConfig.subnetIds` (a field of an object),
 * `taints[].effect` (a field of each object in a list). If a path has another one below it, its objects may have only
 * fields of such paths.
 */
export interface Field {
  readonly kind: "string" | "number" | "boolean" | "list" | "object";
  readonly required?: true;
  /** Whether a change replaces the resource, as in the real provider. */
  readonly replaces?: true;
  /** The allowed values. For a list: of each item. */
  readonly values?: readonly string[];
  /** The length of a string, in characters. */
  readonly length?: { readonly min: number; readonly max: number };
  readonly pattern?: RegExp;
  readonly range?: { readonly min: number; readonly max: number };
  /** Whether the value is an IPv4 range. The provider itself refuses one with bits after its prefix, in the preview. */
  readonly ipv4Range?: true;
  /** The object of the cloud that the value names. For a list: that each item names. */
  readonly refersTo?: Reference;
}

export interface Reference {
  readonly type: string;
  /** How the value names the object: by its id, or by one of its outputs. */
  readonly by: "id" | "arn" | "name" | "keyId";
  /** Whether the named object cannot be deleted while this one exists. */
  readonly holds: boolean;
  /**
   * Why the stand-in refuses the deletion although AWS would allow it. This emulation is stricter than AWS, and its
   * message says so.
   */
  readonly stricter?: string;
  /** Names that AWS has and the stack does not, for example of managed policies. */
  readonly besides?: RegExp;
}

export interface Naming {
  /** The input with the name of the resource. */
  readonly property: string;
  /** Whether the real provider makes a name when there is none: the resource's name and seven hexadecimal digits. */
  readonly automatic: boolean;
}

/**
 * The values from which an object is made. `hex` gives hexadecimal digits that are the same in every run, and different
 * for each `purpose` and each object.
 */
export interface Making {
  readonly inputs: Properties;
  readonly region: string;
  /** Tags that the provider adds to every resource that can have tags. */
  readonly defaultTags: Properties;
  readonly hex: (length: number, purpose?: string) => string;
  /** The outputs before an update; undefined for a new object. */
  readonly previous: Properties | undefined;
  /** The outputs of another object, where it is known. */
  readonly outputsOf: (type: string, id: unknown) => Properties | undefined;
}

export interface InUse {
  /** AWS's own error code. */
  readonly code: string;
  /** AWS's own message about the object with this id and its first dependants. */
  readonly message: (id: string) => string;
}

/** The inputs of an object that is about to be made, and the rest of the cloud, for a row's own rule. */
export type NewSurroundings = Pick<Surroundings, "inputs" | "others">;

/** The inputs before and after an update, and the rest of the cloud, for a row's own rule. */
export interface ChangedSurroundings extends NewSurroundings {
  readonly previousInputs: Properties;
}

/** The object that is about to be deleted, and the rest of the cloud, for a row's own rule. */
export interface Surroundings {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly others: (
    type: string,
  ) => readonly { readonly id: string; readonly outputs: Properties }[];
  /** The objects of these kinds in the cluster with this endpoint, as `<kind> <name>`. */
  readonly inCluster: (endpoint: string, kinds: readonly string[]) => readonly string[];
}

export interface Row {
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Inputs that the type has in AWS, and that the stand-in accepts without a check of their value. */
  readonly accepted?: readonly string[];
  readonly naming?: Naming;
  /** Groups of inputs. Exactly one input of each group is required. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Two objects with the same key cannot exist. The error is AWS's own. */
  readonly unique?: { readonly key: (inputs: Properties) => string; readonly code: string };
  /** IAM has no region in its ARNs, and leaves `region` out. */
  readonly global?: true;
  /** Defaults of inputs. The provider knows them itself, so that a preview knows them too. */
  readonly defaults?: Properties;
  readonly id: (making: Making) => string;
  /** Outputs that the cloud adds to the inputs. A nested object is merged into the input of that name. */
  readonly outputs: (making: Making & { readonly id: string }) => Properties;
  /** Objects that AWS makes together with this one: their type, and the path of the output with their id. */
  readonly bringsAlong?: readonly { readonly type: string; readonly idAt: string }[];
  /** Outputs that an update changes. A preview of the update cannot know them. */
  readonly changedByUpdate?: readonly string[];
  readonly inUse?: InUse;
  /** Why AWS refuses these inputs whatever else exists, at creation and at an update; undefined otherwise. */
  readonly refusesInputs?: (inputs: Properties) => string | undefined;
  /** The reason why the row itself refuses to make the object; undefined otherwise. */
  readonly refuses?: (surroundings: NewSurroundings) => string | undefined;
  /** The reason why the row itself refuses an update; undefined otherwise. */
  readonly refusesUpdate?: (surroundings: ChangedSurroundings) => string | undefined;
  /** The reason why the row itself refuses to delete the object; undefined otherwise. */
  readonly keeps?: (surroundings: Surroundings) => string | undefined;
  /**
   * Valid inputs. A value that names another object is written as `<type token>`, and replaced where the example is
   * used. `<second type token>` names another object of the type, made with `secondExample`.
   */
  readonly example: Properties;
  /** Inputs of a second object beside the example, where they differ from it. */
  readonly secondExample?: Properties;
}

export const accountId = "123456789012";

/** `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arn(service: string, region: string, rest: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${rest}`;
}

/** A reference to an object that cannot be deleted while the referring one exists. */
export function held(type: string, by: Reference["by"] = "id"): Reference {
  return { type, by, holds: true };
}

/** The same as `held`, except that AWS would allow the deletion. `stricter` says why the stand-in refuses it. */
export function heldByEmulation(type: string, by: Reference["by"], stricter: string): Reference {
  return { type, by, holds: true, stricter };
}

/** A reference to an object that must exist, but that AWS would delete anyway. */
export function named(type: string, by: Reference["by"] = "id"): Reference {
  return { type, by, holds: false };
}

/** An input that must be text, which most inputs are. */
export function text(properties: Omit<Field, "kind"> = {}): Field {
  return { kind: "string", ...properties };
}
