/** The stand-in for AWS. The table of rows tells it how, and the cloud's state has the objects that it makes. */
import { isDeepStrictEqual } from "node:util";
import { changedInputs } from "../changed-inputs";
import type { Cloud } from "../cloud";
import type { CloudObject, Properties } from "../cloud-state";
import { hexDigits } from "../digits";
import { initialObjects } from "../kubernetes/initial-objects";
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
import { containsUnknown, fieldFailures, valuesAt } from "./fields";
import { invokeAws } from "./invokes";
import { isAutomaticName, named } from "./naming";
import { previewed, withInputs } from "./outputs";
import {
  refuseByRow,
  refuseInputs,
  refuseInUse,
  refuseMissing,
  refuseSecond,
  refuseUpdateByRow,
} from "./refusals";
import type { Making, Row } from "./row";
import { rowOf } from "./table";
import { tokens } from "./tokens";

/** The configuration of one provider resource. */
interface Account {
  readonly region: string;
  readonly defaultTags: Properties;
}

export class AwsStandIn implements StandIn {
  readonly version = "7.48.0";
  private readonly accounts = new Map<string, Account>();

  constructor(private readonly cloud: Cloud) {}

  /** `allowedAccountIds` is not compared, because the account of the sandbox does not exist. */
  configure(connection: string, config: Properties): void {
    const region = config.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
    if (typeof region !== "string" || region === "") {
      throw new Error(
        "aws:region: is missing, got nothing; expected a region such as us-east-1; set it in the stack file",
      );
    }
    this.accounts.set(connection, { region, defaultTags: defaultTagsOf(config) });
  }

  /** The real provider is never replaced, whatever changes in its configuration. */
  diffConfig(oldInputs: Properties, newInputs: Properties): Difference {
    return {
      changed: changedInputs(oldInputs, newInputs),
      replaces: [],
      deleteBeforeReplace: false,
    };
  }

  check({ urn, type, oldInputs, newInputs }: CheckRequest): CheckAnswer {
    const row = rowOf(type);
    const inputs = named(row, urn, this.nextGeneration(type, urn), oldInputs, newInputs);
    return { inputs, failures: fieldFailures(row, inputs) };
  }

  diff({ connection, urn, type, oldInputs, oldOutputs, newInputs }: DiffRequest): Difference {
    const row = rowOf(type);
    const replaces = Object.entries(row.fields)
      .filter(([path, field]) => field.replaces && differsAt(path, oldInputs, newInputs))
      .map(([path]) => path);
    const { property } = row.naming ?? { property: undefined };
    // Two objects of one name cannot exist at the same time, unless the provider makes a new name.
    const nameStays =
      property !== undefined &&
      oldInputs[property] === newInputs[property] &&
      !isAutomaticName(urn, newInputs[property]);
    return {
      changed: [
        ...changedInputs(oldInputs, newInputs),
        ...this.changedTags(row, connection, oldOutputs, newInputs),
      ],
      replaces,
      deleteBeforeReplace: replaces.length > 0 && nameStays,
    };
  }

  create({ connection, urn, type, inputs, preview }: CreateRequest): {
    id: string;
    outputs: Properties;
  } {
    const row = rowOf(type);
    const generation = this.nextGeneration(type, urn);
    const making = this.making({ connection, urn, type, generation, inputs, previous: undefined });
    if (preview)
      return {
        id: "",
        outputs: previewed(outputsOf(row, making, unknown), inputs, alwaysKnown(row, making)),
      };
    const id = row.id(making);
    refuseMissing(this.cloud, row, inputs);
    refuseSecond(this.cloud, row, id, inputs);
    refuseByRow(this.cloud, row, inputs);
    const outputs = outputsOf(row, making, id);
    refuseInputs(row, inputs, outputs.tagsAll);
    this.cloud.put({ type, id, urn, generation, inputs, outputs });
    if (type === tokens.cluster) this.cloud.addCluster(String(outputs.endpoint), initialObjects());
    return { id, outputs };
  }

  read({ type, id }: ExistingRequest): ReadAnswer | undefined {
    rowOf(type);
    const object = this.cloud.find(type, id);
    return object === undefined ? undefined : { inputs: object.inputs, outputs: object.outputs };
  }

  update(request: UpdateRequest): { outputs: Properties } {
    const { connection, urn, type, id, inputs, oldOutputs, preview } = request;
    const row = rowOf(type);
    const object = this.cloud.find(type, id);
    if (object === undefined && !preview) {
      throw new Error(`${type} ${id}: is not there any more; run a refresh, then it is made again`);
    }
    const generation = object?.generation ?? 0;
    const previous = object?.outputs ?? oldOutputs;
    const making = this.making({ connection, urn, type, generation, inputs, previous });
    const outputs = outputsOf(row, making, id);
    if (preview) {
      const changing = row.changedByUpdate ?? [];
      const known = Object.entries(previous).filter(([name]) => !changing.includes(name));
      return {
        outputs: previewed(outputs, inputs, {
          ...Object.fromEntries(known),
          ...alwaysKnown(row, making),
        }),
      };
    }
    refuseMissing(this.cloud, row, inputs);
    if (object !== undefined) refuseUpdateByRow(this.cloud, row, object, inputs);
    refuseInputs(row, inputs, outputs.tagsAll);
    this.cloud.put({ type, id, urn, generation, inputs, outputs });
    return { outputs };
  }

  /** A missing object counts as deleted, as in the real provider. */
  delete({ type, id }: ExistingRequest): void {
    const row = rowOf(type);
    const object = this.cloud.find(type, id);
    if (object === undefined) return;
    refuseInUse(this.cloud, row, object);
    this.cloud.remove(type, id);
    if (type === tokens.cluster) this.cloud.removeCluster(String(object.outputs.endpoint));
  }

  invoke(connection: string, token: string, args: Properties): Properties {
    return invokeAws(this.cloud, token, args, this.regionOf(connection, args));
  }

  private making(source: {
    readonly connection: string;
    readonly urn: string;
    readonly type: string;
    readonly generation: number;
    readonly inputs: Properties;
    readonly previous: Properties | undefined;
  }): Making {
    const { connection, urn, type, generation, inputs, previous } = source;
    return {
      inputs,
      previous,
      region: this.regionOf(connection, inputs),
      defaultTags: this.accountOf(connection)?.defaultTags ?? {},
      hex: (length, purpose = "id") => hexDigits(`${type} ${urn} ${generation} ${purpose}`, length),
      outputsOf: (of, id) => this.cloud.find(of, String(id))?.outputs,
    };
  }

  private regionOf(connection: string, { region }: Properties): string {
    if (typeof region === "string" && region !== unknown) return region;
    const account = this.accountOf(connection);
    if (account === undefined)
      throw new Error("the AWS stand-in has not been configured with a region");
    return account.region;
  }

  private accountOf(connection: string): Account | undefined {
    return this.accounts.get(connection) ?? [...this.accounts.values()].at(-1);
  }

  /** A change of the provider's default tags changes every resource that can have tags. */
  private changedTags(
    row: Row,
    connection: string,
    oldOutputs: Properties,
    newInputs: Properties,
  ): string[] {
    if (!("tags" in row.fields) || containsUnknown(newInputs.tags)) return [];
    const tagsAll = allTags(newInputs.tags, this.accountOf(connection)?.defaultTags ?? {});
    return isDeepStrictEqual(oldOutputs.tagsAll ?? {}, tagsAll) ? [] : ["tagsAll"];
  }

  /** The first number that no object of this URN has. A replacement is made while the old object still exists. */
  private nextGeneration(type: string, urn: string): number {
    const taken = this.cloud
      .objects()
      .filter((object: CloudObject) => object.type === type && object.urn === urn);
    const numbers = new Set(taken.map(({ generation }) => generation));
    let generation = 0;
    while (numbers.has(generation)) generation += 1;
    return generation;
  }
}

function outputsOf(row: Row, making: Making, id: string): Properties {
  const made = { ...row.outputs({ ...making, id }), ...alwaysKnown(row, making) };
  return withInputs(made, making.inputs);
}

/** Outputs that the real provider computes itself, so that a preview knows them too. */
function alwaysKnown(row: Row, { inputs, region, defaultTags }: Making): Properties {
  return {
    ...row.defaults,
    ...(row.global ? {} : { region }),
    ...("tags" in row.fields ? { tagsAll: allTags(inputs.tags, defaultTags) } : {}),
  };
}

/** The tags of a resource on top of the provider's default tags. */
function allTags(tags: unknown, defaultTags: Properties): unknown {
  return typeof tags === "string" ? tags : { ...defaultTags, ...(tags as Properties | undefined) };
}

/** The default tags of a provider. The SDK sends a nested configuration as JSON text. */
function defaultTagsOf({ defaultTags }: Properties): Properties {
  const value: unknown = typeof defaultTags === "string" ? JSON.parse(defaultTags) : defaultTags;
  return (value as { tags?: Properties } | undefined)?.tags ?? {};
}

function differsAt(path: string, oldInputs: Properties, newInputs: Properties): boolean {
  return JSON.stringify(valuesAt(oldInputs, path)) !== JSON.stringify(valuesAt(newInputs, path));
}
