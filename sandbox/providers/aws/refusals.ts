/**
 * Requests that AWS refuses because of other objects: a reference to an object that does not exist, a name that is
 * taken, the deletion of an object that is used.
 */
import type { Cloud } from "../cloud";
import type { CloudObject, Properties } from "../cloud-state";
import { namesOfKinds } from "../kubernetes/kinds";
import { containsUnknown, itemsOf, valuesAt } from "./fields";
import type { Reference, Row } from "./row";
import { awsTable } from "./table";
import { refusedTags } from "./tag-refusals";

/** Throws when an input names an object that does not exist. */
export function refuseMissing(cloud: Cloud, row: Row, inputs: Properties): void {
  const faults = references(row, inputs).flatMap(({ path, value, reference }) =>
    exists(cloud, reference, value)
      ? []
      : [
          `${path}: names no ${reference.type} by its ${reference.by}, got ${JSON.stringify(value)}; create it first`,
        ],
  );
  if (faults.length > 0) throw new Error(`${row.type}: NotFound: ${faults.join("; ")}`);
}

/** Throws when another object has the same name, or whatever else must be unique. */
export function refuseSecond(cloud: Cloud, row: Row, id: string, inputs: Properties): void {
  const key = row.unique?.key(inputs);
  const other = cloud
    .objects()
    .find(
      (object) =>
        object.type === row.type &&
        (object.id === id || (key !== undefined && row.unique?.key(object.inputs) === key)),
    );
  if (other === undefined) return;
  const code = row.unique?.code ?? "AlreadyExists";
  throw new Error(`${code}: ${row.type} ${key ?? id} already exists, made for ${other.urn}`);
}

/** Throws when AWS refuses these inputs or these tags, whatever else exists. */
export function refuseInputs(row: Row, inputs: Properties, tagsAll: unknown): void {
  const reason = row.refusesInputs?.(inputs) ?? refusedTags(row, tagsAll);
  if (reason !== undefined) throw new Error(reason);
}

/** Throws when the row itself refuses an object with these inputs. */
export function refuseByRow(cloud: Cloud, row: Row, inputs: Properties): void {
  const reason = row.refuses?.({
    inputs,
    others: (type) => cloud.objects().filter((other) => other.type === type),
  });
  if (reason !== undefined) throw new Error(reason);
}

/** Throws when the row itself refuses to give the object these inputs. */
export function refuseUpdateByRow(
  cloud: Cloud,
  row: Row,
  { inputs: previousInputs }: CloudObject,
  inputs: Properties,
): void {
  const reason = row.refusesUpdate?.({
    inputs,
    previousInputs,
    others: (type) => cloud.objects().filter((other) => other.type === type),
  });
  if (reason !== undefined) throw new Error(reason);
}

/** Throws AWS's own error code when another object still depends on this one. */
export function refuseInUse(cloud: Cloud, row: Row, object: CloudObject): void {
  const reason = row.keeps?.({
    id: object.id,
    inputs: object.inputs,
    outputs: object.outputs,
    others: (type) => cloud.objects().filter((other) => other.type === type),
    inCluster: (endpoint, kinds) => namesOfKinds(cloud.cluster(endpoint), kinds),
  });
  if (reason !== undefined) throw new Error(reason);
  const holders = holdersOf(cloud, object);
  const first = holders[0];
  if (first === undefined) return;
  const { code, message } = row.inUse ?? {
    code: "ResourceInUse",
    message: (id: string) => `${id} is in use.`,
  };
  const emulation = holders
    .map(({ reference }) => reference.stricter)
    .find((why) => why !== undefined);
  const note = emulation === undefined ? "" : ` (emulation, stricter than AWS: ${emulation})`;
  const list = holders.map(({ holder }) => `${holder.type} ${holder.id}`).join(", ");
  throw new Error(`${code}: ${message(object.id)}${note} In use by ${list}`);
}

function holdersOf(
  cloud: Cloud,
  object: CloudObject,
): { holder: CloudObject; reference: Reference }[] {
  const rows = new Map(awsTable.map((row) => [row.type, row]));
  return cloud.objects().flatMap((holder) => {
    const row = rows.get(holder.type);
    if (row === undefined || holder === object) return [];
    const holding = references(row, holder.inputs).find(
      ({ value, reference }) =>
        reference.holds && reference.type === object.type && nameOf(object, reference) === value,
    );
    return holding === undefined ? [] : [{ holder, reference: holding.reference }];
  });
}

function references(
  row: Row,
  inputs: Properties,
): { path: string; value: unknown; reference: Reference }[] {
  return Object.entries(row.fields).flatMap(([path, { refersTo }]) => {
    if (refersTo === undefined) return [];
    const named = valuesAt(inputs, path).flatMap(itemsOf);
    const known = named.filter(({ value }) => value !== "" && !containsUnknown(value));
    return known.map((located) => ({ ...located, reference: refersTo }));
  });
}

function exists(cloud: Cloud, reference: Reference, value: unknown): boolean {
  if (reference.besides?.test(String(value))) return true;
  return cloud
    .objects()
    .some(
      (object) =>
        (object.type === reference.type && nameOf(object, reference) === value) ||
        (reference.by === "id" && broughtAlong(object, reference.type).includes(value)),
    );
}

function nameOf(object: CloudObject, { by }: Reference): unknown {
  return by === "id" ? object.id : object.outputs[by];
}

/**
 * The ids of objects that AWS made together with this one: the default security group of a VPC, the security group of a
 * cluster.
 */
function broughtAlong(object: CloudObject, type: string): unknown[] {
  const row = awsTable.find((candidate) => candidate.type === object.type);
  const paths = (row?.bringsAlong ?? []).filter((brought) => brought.type === type);
  return paths.flatMap(({ idAt }) => valuesAt(object.outputs, idAt).map(({ value }) => value));
}
