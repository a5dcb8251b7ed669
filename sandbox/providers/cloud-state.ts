/**
 * The objects that exist in the cloud of the stand-ins, in one JSON file.
 *
 * A second run must find what the first one made. Every change is therefore written before the engine hears of it, and
 * atomically: a reader sees the state before or after a change, also when the process is killed.
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { writeAtomically } from "../../command-line/atomic-file";

/** Raise it when the shape below changes. An older file is then refused with a message, and not read wrongly. */
export const cloudStateVersion = 1;

export type Properties = Record<string, unknown>;

/**
 * One object of the AWS stand-in. `outputs` has all properties of the resource, its inputs included. `generation`
 * distinguishes the objects of one URN while a replacement and the object it replaces both exist: 0, 1 and so on.
 */
export interface CloudObject {
  readonly generation: number;
  readonly type: string;
  readonly id: string;
  readonly urn: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** One object inside a cluster. An object that Kubernetes itself made, for example kube-system, has no `urn`. */
export interface KubernetesObject {
  readonly type: string;
  readonly id: string;
  readonly urn?: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A custom resource definition and the Helm release that brought it; without `release` when that release is gone. */
export interface InstalledDefinition {
  readonly release?: string;
  /**
   * Whether it had `helm.sh/resource-policy: keep` at its installation. It then survives the uninstall of its release.
   */
  readonly kept: boolean;
  /** Version of the chart that installed it last. A state that was written before it was recorded has none. */
  readonly version?: string;
}

/** The contents of one cluster. Keys of objects are `<type> <id>`, keys of definitions `<group>/<version>/<kind>`. */
export interface ClusterContents {
  objects: Record<string, KubernetesObject>;
  definitions: Record<string, InstalledDefinition>;
}

/** Keys of `objects` are `<type> <id>`. Keys of `kubernetes` are the endpoints of clusters. */
export interface CloudState {
  version: typeof cloudStateVersion;
  objects: Record<string, CloudObject>;
  kubernetes: Record<string, ClusterContents>;
}

export type LoadedCloudState = { readonly state: CloudState } | { readonly fault: string };

/** One resource in the state of the engine. */
export interface RecordedResource {
  readonly urn: string;
  readonly id: string;
}

/**
 * Reads the state. A missing file is an empty cloud. A damaged file is reported as `fault`, in one sentence for the
 * user, and is not changed.
 */
export function loadCloudState(file: string): LoadedCloudState {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { state: emptyCloudState() };
    return { fault: `${file}: cannot be read (${(error as Error).message}); ${remedy(file)}` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `${file}: is not JSON (${(error as Error).message}); ${remedy(file)}` };
  }
  const fault = shapeFault(value);
  return fault === undefined
    ? { state: value as CloudState }
    : { fault: `${file}: ${fault}; ${remedy(file)}` };
}

/** Writes the whole state or nothing. */
export function saveCloudState(file: string, state: CloudState): void {
  writeAtomically(file, `${JSON.stringify(state, undefined, 1)}\n`);
}

export function emptyCloudState(): CloudState {
  return { version: cloudStateVersion, objects: {}, kubernetes: {} };
}

/**
 * URN prefix of objects created outside the engine: a cluster that a stack adopts, and everything that cluster needs.
 */
export const urnPrefixOutsideEngine = "urn:other-means:";

/** A service-linked role belongs to the account. The stack that made it does not delete it, because others use it. */
const accountRoleType = "aws:iam/serviceLinkedRole:ServiceLinkedRole";

/**
 * The objects that engines made and that still exist; none after a complete destroy. A cluster created outside the
 * engine does not count.
 */
export function remainsOf(state: CloudState): readonly string[] {
  const others = Object.values(state.objects).filter(isMadeOutsideEngine);
  const adopted = new Set(others.map(({ outputs }) => outputs.endpoint));
  const inAdopted = (endpoint: string, { objects }: ClusterContents): string[] =>
    Object.entries(objects)
      .filter(([, { urn }]) => urn !== undefined)
      .map(([key]) => `${endpoint} ${key}`);
  return [
    ...Object.entries(state.objects)
      .filter(([, object]) => !isMadeOutsideEngine(object) && object.type !== accountRoleType)
      .map(([key]) => key),
    ...Object.entries(state.kubernetes).flatMap(([endpoint, contents]) =>
      adopted.has(endpoint) ? inAdopted(endpoint, contents) : [endpoint],
    ),
  ];
}

/** The objects of one type that were created outside the engine. */
export function objectsMadeOutsideEngine(state: CloudState, type: string): readonly CloudObject[] {
  return Object.values(state.objects).filter(
    (object) => isMadeOutsideEngine(object) && object.type === type,
  );
}

/** Whether the object was created outside the engine. */
export function isMadeOutsideEngine({ urn }: { readonly urn?: string }): boolean {
  return urn?.startsWith(urnPrefixOutsideEngine) ?? false;
}

/**
 * The objects that the engine does not know, by URN and id. It was killed after they were made and before it recorded
 * them.
 */
export function unrecordedObjects(
  state: CloudState,
  recorded: readonly RecordedResource[],
): readonly (CloudObject | KubernetesObject)[] {
  const known = new Set(recorded.map(({ urn, id }) => `${urn} ${id}`));
  return everyObject(state).filter(
    (object) =>
      object.urn !== undefined &&
      !isMadeOutsideEngine(object) &&
      !known.has(`${object.urn} ${object.id}`),
  );
}

/**
 * Removes and returns the objects that the engine does not know, so that the next `up` can make them completely.
 * Together with a cluster, its contents are removed; together with a release, its definitions.
 */
export function removeUnrecorded(
  state: CloudState,
  recorded: readonly RecordedResource[],
): readonly (CloudObject | KubernetesObject)[] {
  const removed = unrecordedObjects(state, recorded);
  for (const object of removed) {
    const key = objectKey(object.type, object.id);
    delete state.objects[key];
    if (typeof object.outputs.endpoint === "string")
      delete state.kubernetes[object.outputs.endpoint];
    for (const contents of Object.values(state.kubernetes)) {
      if (!(key in contents.objects)) continue;
      delete contents.objects[key];
      for (const [definition, { release }] of Object.entries(contents.definitions)) {
        if (release === object.id) delete contents.definitions[definition];
      }
    }
  }
  return removed;
}

/** The key of an object. Ids are unique only within a type: a role and a cluster may have the same name. */
export function objectKey(type: string, id: string): string {
  return `${type} ${id}`;
}

function everyObject(state: CloudState): (CloudObject | KubernetesObject)[] {
  const inClusters = Object.values(state.kubernetes).flatMap(({ objects }) =>
    Object.values(objects),
  );
  return [...Object.values(state.objects), ...inClusters];
}

function shapeFault(value: unknown): string | undefined {
  if (!isRecord(value)) return "is not the stand-ins' state, got no JSON object";
  if (value.version !== cloudStateVersion) {
    return `has version ${JSON.stringify(value.version)}; expected ${cloudStateVersion}`;
  }
  if (!isRecord(value.objects)) return "has no map `objects`";
  if (!isRecord(value.kubernetes)) return "has no map `kubernetes`";
  const broken = Object.entries(value.objects).find(([key, object]) => !isObjectOf(key, object));
  if (broken !== undefined)
    return `objects["${broken[0]}"] lacks type, id, urn, generation, inputs or outputs`;
  for (const [endpoint, contents] of Object.entries(value.kubernetes)) {
    if (!isRecord(contents) || !isRecord(contents.objects) || !isRecord(contents.definitions)) {
      return `kubernetes["${endpoint}"] has no maps \`objects\` and \`definitions\``;
    }
    const wrong = Object.entries(contents.objects).find(
      ([key, object]) => !isKubernetesObjectOf(key, object),
    );
    if (wrong !== undefined)
      return `kubernetes["${endpoint}"].objects["${wrong[0]}"] lacks type, id, inputs or outputs`;
  }
  return undefined;
}

function isObjectOf(key: string, value: unknown): boolean {
  if (!isKubernetesObjectOf(key, value)) return false;
  const { urn, generation } = value as CloudObject;
  return typeof urn === "string" && Number.isInteger(generation);
}

function isKubernetesObjectOf(key: string, value: unknown): boolean {
  if (!isRecord(value) || typeof value.type !== "string" || typeof value.id !== "string")
    return false;
  return (
    objectKey(value.type, value.id) === key && isRecord(value.inputs) && isRecord(value.outputs)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function remedy(file: string): string {
  return `restore it, or remove the folder ${dirname(file)} to begin again with an empty cloud`;
}
