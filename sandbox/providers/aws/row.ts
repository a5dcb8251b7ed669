/**
 * The shape of one table row: what the stand-in knows of one AWS resource type.
 *
 * Everything that can be checked is declared as data, so that a generated test can break each part of each row.
 */
import type { Properties } from "../cloud-state";

/**
 * One input. Its path is the key in the row: `cidrBlock`, `vpcConfig.subnetIds` (a field of an object), `taints[].effect`
 * (a field of each object in a list). A path below another one closes that object: only declared fields are accepted in it.
 */
export interface Field {
  readonly kind: "string" | "number" | "boolean" | "list" | "object";
  readonly required?: true;
  /** A change makes a new resource, as in the real provider. */
  readonly replaces?: true;
  /** Allowed values; of a list: of each of its items. */
  readonly values?: readonly string[];
  /** Length of a string, in characters. */
  readonly length?: { readonly min: number; readonly max: number };
  readonly pattern?: RegExp;
  readonly range?: { readonly min: number; readonly max: number };
  /** The object of the cloud that is named by the value; of a list: by each of its items. */
  readonly refersTo?: Reference;
}

export interface Reference {
  readonly type: string;
  /** What the value names it by: its id, or one of its outputs. */
  readonly by: "id" | "arn" | "name" | "keyId";
  /** The named object cannot be deleted while this one stands. */
  readonly holds: boolean;
  /** Why the stand-in holds it although AWS would let it go: an emulation that is stricter than life, and says so. */
  readonly stricter?: string;
  /** Names outside of the stack that AWS has as well (its managed policies, for example). */
  readonly besides?: RegExp;
}

export interface Naming {
  /** The input that holds the resource's name. */
  readonly property: string;
  /** The real provider makes a name of the resource's name and seven hex digits when there is none. */
  readonly automatic: boolean;
}

/** What an object is made from. `hex` gives stable hexadecimal digits, different for each `purpose` and object. */
export interface Making {
  readonly inputs: Properties;
  readonly region: string;
  /** Tags that the provider puts on every resource that can carry them. */
  readonly defaultTags: Properties;
  readonly hex: (length: number, purpose?: string) => string;
  /** Outputs before an update; undefined for a new object. */
  readonly previous: Properties | undefined;
  /** Outputs of another object, where it is known. */
  readonly outputsOf: (type: string, id: unknown) => Properties | undefined;
}

export interface InUse {
  /** AWS's own error code. */
  readonly code: string;
  /** AWS's own words on the object with this id and its first dependants. */
  readonly message: (id: string) => string;
}

/** The inputs of an object that is to be made and the cloud, as a row's own rule may look at them. */
export type NewSurroundings = Pick<Surroundings, "inputs" | "others">;

/** The object that is to be deleted and the rest of the cloud, as a row's own rule may look at them. */
export interface Surroundings {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly others: (
    type: string,
  ) => readonly { readonly id: string; readonly outputs: Properties }[];
  /** Names of what stands in the Kubernetes state of the cluster with this endpoint, by kind. */
  readonly inCluster: (endpoint: string, kinds: readonly string[]) => readonly string[];
}

export interface Row {
  readonly type: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** Real inputs of the type that the stand-in takes as they are, without a check of their value. */
  readonly accepted?: readonly string[];
  readonly naming?: Naming;
  /** Of these inputs exactly one is needed. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Two objects with the same key cannot exist; the error is AWS's own. */
  readonly unique?: { readonly key: (inputs: Properties) => string; readonly code: string };
  /** Without `region`, `arn` has none (IAM). */
  readonly global?: true;
  /** Values of inputs that are not given; the provider knows them itself, so a preview does as well. */
  readonly defaults?: Properties;
  readonly id: (making: Making) => string;
  /** What the cloud adds to the inputs; a nested object is merged into the input of that name. */
  readonly outputs: (making: Making & { readonly id: string }) => Properties;
  /** Objects that AWS makes along with this one: type, and the output path of their id. */
  readonly bringsAlong?: readonly { readonly type: string; readonly idAt: string }[];
  /** Outputs that an update changes, and which its preview therefore cannot know. */
  readonly changedByUpdate?: readonly string[];
  readonly inUse?: InUse;
  /** A reason of the row's own why the object cannot be made. */
  readonly refuses?: (surroundings: NewSurroundings) => string | undefined;
  /** A reason of the row's own why the object cannot be deleted. */
  readonly keeps?: (surroundings: Surroundings) => string | undefined;
  /** Valid inputs; values that name other objects are written as `<type token>` and filled in by who uses the example. */
  readonly example: Properties;
}

export const accountId = "123456789012";

/** `arn:aws:<service>:<region>:<account>:<rest>`. */
export function arn(service: string, region: string, rest: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${rest}`;
}

/** A reference to an object that cannot go while the referring one stands. */
export function held(type: string, by: Reference["by"] = "id"): Reference {
  return { type, by, holds: true };
}

/** As `held`, but AWS would let the object go: `stricter` says why the stand-in does not. */
export function heldByEmulation(type: string, by: Reference["by"], stricter: string): Reference {
  return { type, by, holds: true, stricter };
}

/** A reference to an object that must exist, and that AWS would delete all the same. */
export function named(type: string, by: Reference["by"] = "id"): Reference {
  return { type, by, holds: false };
}

/** An input that must be text; the common case. */
export function text(properties: Omit<Field, "kind"> = {}): Field {
  return { kind: "string", ...properties };
}
