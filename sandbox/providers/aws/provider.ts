/**
 * The stand-in for AWS: reads the table and keeps what is made in the cloud's state.
 */
import type { Cloud } from "../cloud";
import { type CloudObject, type Properties } from "../cloud-state";
import { hexDigits } from "../digits";
import {
  type CheckAnswer,
  type CheckRequest,
  type CreateRequest,
  type DiffRequest,
  type Difference,
  type ExistingRequest,
  type ReadAnswer,
  type StandIn,
  type UpdateRequest,
  unknown,
} from "../stand-in";
import { changedInputs } from "../changed-inputs";
import { initialObjects } from "../kubernetes/initial-objects";
import { namesOfKinds } from "../kubernetes/kinds";
import { holdersOf, missingReferences } from "./references";
import { fieldFailures, isObject, valuesAt } from "./fields";
import { invokeAws } from "./invokes";
import { previewed, withInputs } from "./outputs";
import type { Making, Row } from "./row";
import { rowOf } from "./table";
import { tokens } from "./tokens";

/** The name of a new resource gets this many digits, as in the real provider. */
const nameDigits = 7;

export class AwsStandIn implements StandIn {
  readonly version = "7.48.0";
  private readonly regions = new Map<string, string>();

  constructor(private readonly cloud: Cloud) {}

  configure(connection: string, config: Properties): void {
    const region = config.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    if (typeof region !== "string" || region === "") {
      throw new Error("aws:region: is missing, got nothing; expected a region such as us-east-1; set it in the stack file");
    }
    this.regions.set(connection, region);
  }

  /** The real provider is replaced for no change of its configuration. */
  diffConfig(oldInputs: Properties, newInputs: Properties): Difference {
    return { changed: changedInputs(oldInputs, newInputs), replaces: [], deleteBeforeReplace: false };
  }

  check({ urn, type, oldInputs, newInputs }: CheckRequest): CheckAnswer {
    const row = rowOf(type);
    const inputs = this.named(row, urn, oldInputs, newInputs);
    return { inputs, failures: fieldFailures(row, inputs) };
  }

  diff({ type, oldInputs, newInputs }: DiffRequest): Difference {
    const row = rowOf(type);
    const changed = changedInputs(oldInputs, newInputs);
    const replacing = Object.entries(row.fields).filter(
      ([path, field]) => field.replaces && differsAt(path, oldInputs, newInputs),
    );
    const replaces = [...new Set(replacing.map(([path]) => path))];
    return { changed, replaces, deleteBeforeReplace: replaces.length > 0 && hasFixedName(row, oldInputs, newInputs) };
  }

  create({ connection, urn, type, inputs, preview }: CreateRequest): { id: string; outputs: Properties } {
    const row = rowOf(type);
    const making = this.making(row, connection, urn, inputs, undefined);
    if (preview) return { id: "", outputs: previewed(this.outputs(row, making, unknown), inputs, {}) };
    const id = row.id(making);
    this.refuseMissing(row, inputs);
    this.refuseSecond(row, inputs);
    const outputs = this.outputs(row, making, id);
    this.cloud.put({ type, id, urn, inputs, outputs });
    if (type === tokens.cluster) this.cloud.addCluster(String(outputs.endpoint), initialObjects());
    return { id, outputs };
  }

  read({ type, id }: ExistingRequest): ReadAnswer | undefined {
    rowOf(type);
    const object = this.cloud.find(type, id);
    return object === undefined ? undefined : { inputs: object.inputs, outputs: object.outputs };
  }

  update({ connection, urn, type, id, inputs, oldOutputs, preview }: UpdateRequest): { outputs: Properties } {
    const row = rowOf(type);
    const object = this.cloud.find(type, id);
    if (object === undefined && !preview) {
      throw new Error(`${type} ${id}: is not there any more; run a refresh, then it is made again`);
    }
    const previous = object?.outputs ?? oldOutputs;
    const making = { ...this.making(row, connection, urn, inputs, previous), hex: digitsOf(type, urn, generationOf(object)) };
    const outputs = this.outputs(row, making, id);
    if (preview) {
      const known = without(previous, row.changedByUpdate ?? []);
      return { outputs: previewed(outputs, inputs, known) };
    }
    this.refuseMissing(row, inputs);
    this.cloud.put({ type, id, urn, inputs, outputs, ...generationProperty(generationOf(object)) });
    return { outputs };
  }

  /** Something that is not there counts as deleted, as in the real provider. */
  delete({ type, id }: ExistingRequest): void {
    const row = rowOf(type);
    const object = this.cloud.find(type, id);
    if (object === undefined) return;
    this.refuseInUse(row, object);
    this.cloud.remove(type, id);
    if (type === tokens.cluster) this.cloud.removeCluster(String(object.outputs.endpoint));
  }

  invoke(connection: string, token: string, args: Properties): Properties {
    return invokeAws(token, args, this.regionOf(connection, {}));
  }
}
