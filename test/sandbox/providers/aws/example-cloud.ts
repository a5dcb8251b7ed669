/** Makes the examples of the rows in a cloud in memory, together with everything that they refer to. */
import { AwsStandIn } from "../../../../sandbox/providers/aws/provider";
import type { Row } from "../../../../sandbox/providers/aws/row";
import { awsTable } from "../../../../sandbox/providers/aws/table";
import { Cloud } from "../../../../sandbox/providers/cloud";
import type { CloudObject, Properties } from "../../../../sandbox/providers/cloud-state";

export const connection = "test";

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::sandbox::${type}::${name}`;
}

export function rowOf(type: string): Row {
  const row = awsTable.find((candidate) => candidate.type === type);
  if (row === undefined) throw new Error(`no row ${type}`);
  return row;
}

export class ExampleCloud {
  readonly cloud = Cloud.inMemory();
  readonly aws = new AwsStandIn(this.cloud);
  private readonly made = new Map<string, CloudObject>();

  constructor() {
    this.aws.configure(connection, { region: "us-east-1" });
  }

  /** Makes the example of the row, if this cloud does not have it yet, after everything that it refers to. */
  make(type: string): CloudObject {
    return this.makeOnce(type, "example", {});
  }

  /** Makes a second object of the type, if this cloud does not have it yet. */
  makeSecond(type: string): CloudObject {
    return this.makeOnce(type, "second example", rowOf(type).secondExample ?? {});
  }

  private makeOnce(type: string, name: string, changes: Properties): CloudObject {
    const urn = urnOf(type, name);
    const existing = this.made.get(urn);
    if (existing !== undefined) return existing;
    const inputs = { ...this.inputs(type), ...changes };
    const { id } = this.aws.create({ connection, urn, type, inputs, preview: false });
    const object = this.cloud.find(type, id);
    if (object === undefined) throw new Error(`${type} was not kept`);
    this.made.set(urn, object);
    return object;
  }

  /** The example of the row with the names of the objects that it refers to, which are made first. */
  inputs(type: string): Properties {
    const row = rowOf(type);
    return this.filled(row, row.example, "") as Properties;
  }

  private filled(row: Row, value: unknown, path: string): unknown {
    if (Array.isArray(value)) {
      const isOfObjects = typeof value[0] === "object";
      return value.map((item: unknown) => this.filled(row, item, isOfObjects ? `${path}[]` : path));
    }
    if (typeof value === "object" && value !== null) {
      const below = path === "" ? "" : `${path}.`;
      return Object.fromEntries(
        Object.entries(value).map(([name, field]) => [
          name,
          this.filled(row, field, `${below}${name}`),
        ]),
      );
    }
    const [, second, referred] =
      typeof value === "string" ? (/^<(second )?(.+)>$/.exec(value) ?? []) : [];
    if (referred === undefined) return value;
    const target = second === undefined ? this.make(referred) : this.makeSecond(referred);
    const by = row.fields[path]?.refersTo?.by ?? "id";
    return by === "id" ? target.id : target.outputs[by];
  }
}

/**
 * A copy of `inputs` with another value at the path of a field, in the first item of each list; undefined removes it.
 */
export function withValue(inputs: Properties, path: string, value: unknown): Properties {
  const copy = structuredClone(inputs);
  let place: Record<string, unknown> = copy;
  const steps = path.split(".");
  for (const step of steps.slice(0, -1)) {
    const name = step.replace("[]", "");
    const next = (place[name] ??= step.endsWith("[]") ? [{}] : {});
    place = (Array.isArray(next) ? next[0] : next) as Record<string, unknown>;
  }
  const last = steps.at(-1) ?? "";
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

/** The path of a field in messages: `taints[].effect` becomes `taints[0].effect`. */
export function located(path: string): string {
  return path.replaceAll("[]", "[0]");
}
