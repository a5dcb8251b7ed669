import * as fastCheck from "fast-check";

import { projectName } from "../../../../infra/config/schema";
import { regularExpression } from "./planted-faults";
import {
  drawPlace,
  typesOf,
  withValueAt,
  type Draw,
  type Path,
  type SchemaNode,
} from "./schema-places";

type Values = Readonly<Record<string, unknown>>;

/** An edit after which a sound file is sound, whatever else the file holds. */
type FreeEdit = (draw: Draw, values: Values) => unknown;

const key = (name: string): string => `${projectName}:${name}`;

/** Sets the value at a path to something drawn. */
function setting<T>(path: Path, value: fastCheck.Arbitrary<T>): FreeEdit {
  return (draw, values) =>
    withValueAt(
      values,
      path,
      draw(() => value),
    );
}

const { boolean, constantFrom, integer, stringMatching, subarray, uniqueArray } = fastCheck;
const weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
const timeZones = ["UTC", "Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];
const range = fastCheck
  .tuple(integer({ min: 0, max: 255 }), integer({ min: 0, max: 255 }))
  .map(([second, third]) => `52.${second}.${third}.0/24`);
const window = fastCheck.record({
  days: subarray([...weekdays], { minLength: 1 }),
  start: stringMatching(/^([01]\d|2[0-3]):[0-5]\d$/),
  // Long enough for what daylight saving takes of it.
  length: constantFrom("3h", "4h30m", "300m"),
});

const freeEdits: readonly FreeEdit[] = [
  setting([key("protect")], boolean()),
  setting([key("accountId")], stringMatching(/^[0-9]{12}$/)),
  setting([key("timeZone")], constantFrom(...timeZones)),
  setting([key("maintenanceWindow")], window),
  setting(
    [key("tags")],
    fastCheck.dictionary(
      stringMatching(/^team-[a-z]{1,40}$/),
      stringMatching(/^[\w .:/=+@-]{0,99}$/),
    ),
  ),
  setting([key("network"), "natGateways"], constantFrom("single", "one-per-zone")),
  setting(
    [key("network"), "interfaceEndpoints"],
    subarray(["ec2", "ecr.api", "ecr.dkr", "sqs", "sts"]),
  ),
  setting([key("cluster"), "publicAccessCidrs"], uniqueArray(range, { maxLength: 4 })),
  setting([key("cluster"), "supportType"], constantFrom("STANDARD", "EXTENDED")),
  setting([key("cluster"), "systemNodes", "count"], integer({ min: 2, max: 9 })),
  setting(
    [key("cluster"), "administrators"],
    fastCheck.dictionary(
      stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
      fastCheck.record({
        principalArn: stringMatching(/^arn:aws:iam::[0-9]{12}:role\/[A-Za-z]{1,20}$/),
        // No second administrator of the whole cluster: some of the stacks say that they have none.
        policy: constantFrom("AmazonEKSAdminPolicy", "AmazonEKSViewPolicy"),
      }),
      { maxKeys: 3 },
    ),
  ),
  setting([key("karpenter"), "identity"], constantFrom("irsa", "pod-identity")),
  ofSomeTier((pool) => setting([...pool, "protect"], boolean())),
  ofSomeTier((pool) => setting([...pool, "consolidateAfter"], stringMatching(/^[1-9]\d?[sm]$/))),
  ofSomeTier((pool) =>
    setting(
      [...pool, "labels"],
      fastCheck.dictionary(
        stringMatching(/^example\.com\/[a-z]{1,30}$/),
        stringMatching(/^[a-z]{0,63}$/),
      ),
    ),
  ),
  withoutSomeTier,
  inAnotherOrder,
];

/** Some free edits of a sound file; what comes out is sound. */
export function drawValidValues(draw: Draw, values: Values): Values {
  const edits = draw(() => fastCheck.array(constantFrom(...freeEdits), { maxLength: 6 }));
  return edits.reduce<Values>((edited, edit) => edit(draw, edited) as Values, values);
}

/**
 * Some values of the schema in a sound file: each is right in its place, and whether they go together
 * is for the checks across sections to say.
 */
export function drawSchemaValues(draw: Draw, values: Values): Values {
  const count = draw(fastCheck.nat, { max: 3 }) + 1;
  let edited: unknown = values;
  for (let edit = 0; edit < count; edit += 1) {
    const { path, node } = drawPlace(draw, edited);
    const value = valueOf(draw, node, String(path.at(-1)));
    if (value !== undefined) edited = withValueAt(edited, path, value);
  }
  return edited as Values;
}

function ofSomeTier(edit: (pool: Path) => FreeEdit): FreeEdit {
  return (draw, values) => {
    const pools = Object.keys(values[key("tiers")] ?? {});
    const pool = draw(() => constantFrom(...pools));
    return edit([key("tiers"), pool])(draw, values);
  };
}

function withoutSomeTier(draw: Draw, values: Values): unknown {
  const tiers = Object.entries(values[key("tiers")] ?? {});
  const left = draw(() => subarray(tiers, { minLength: 1 }));
  return { ...values, [key("tiers")]: Object.fromEntries(left) };
}

function inAnotherOrder(draw: Draw, values: Values): unknown {
  const entries = Object.entries(values);
  return Object.fromEntries(
    draw(() => fastCheck.shuffledSubarray(entries, { minLength: entries.length })),
  );
}

/** A value that the node takes; undefined where nothing is known of what it takes. */
function valueOf(draw: Draw, node: SchemaNode, name: string): unknown {
  if (node.const !== undefined) return node.const;
  if (node.enum !== undefined) return draw(() => constantFrom(...(node.enum ?? [])));
  const [type] = typesOf(node);
  switch (type) {
    case "boolean":
      return draw(boolean);
    case "integer":
      return draw(integer, { min: node.minimum ?? 1, max: node.maximum ?? 1_000 });
    case "number":
      return draw(integer, { min: 1, max: 1_000 });
    case "string":
      return textOf(draw, node, name);
    case "array":
      return listOf(draw, node, name);
    case "object":
      return objectOf(draw, node);
    default:
      return undefined;
  }
}

function listOf(draw: Draw, { items = {}, minItems = 0 }: SchemaNode, name: string): unknown {
  const count = minItems + draw(fastCheck.nat, { max: 2 });
  const list = Array.from({ length: count }, () => valueOf(draw, items, name));
  return list.includes(undefined) ? undefined : list;
}

function objectOf(draw: Draw, node: SchemaNode): unknown {
  const { properties = {}, required = [], additionalProperties, propertyNames = {} } = node;
  if (typeof additionalProperties === "object") {
    const name = textOf(draw, propertyNames, "key") ?? "example-key";
    return { [name]: valueOf(draw, additionalProperties, name) ?? "example" };
  }
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || draw(fastCheck.nat, { max: 2 }) === 0,
  );
  const entries = names.map((name) => [name, valueOf(draw, properties[name] ?? {}, name)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** Texts for keys whose pattern the schema cannot tell, by the key's name. */
const examples: Readonly<Record<string, readonly string[]>> = {
  timeZone: timeZones,
  consolidateAfter: ["30s", "5m", "2h", "Never"],
  schedule: ["0 9 * * 1-5", "@daily"],
  duration: ["8h", "30m"],
  zones: ["us-west-2a", "us-east-1b", "ap-northeast-1c"],
  amiAlias: ["al2023@v20260903", "bottlerocket@v1.50.0"],
  instanceType: ["m7i.large", "m7i.xlarge", "t3.nano", "p5.48xlarge"],
};

const patterns = new Map<string, fastCheck.Arbitrary<string> | undefined>();

function textOf(draw: Draw, { pattern }: SchemaNode, name: string): string | undefined {
  if (pattern === undefined) {
    const known = examples[name];
    return known === undefined ? undefined : draw(() => constantFrom(...known));
  }
  if (!patterns.has(pattern)) patterns.set(pattern, arbitraryOf(pattern));
  const texts = patterns.get(pattern);
  return texts === undefined ? undefined : draw(() => texts);
}

/** None for what fast-check cannot draw: assertions that look ahead, Unicode properties. */
function arbitraryOf(pattern: string): fastCheck.Arbitrary<string> | undefined {
  try {
    return stringMatching(regularExpression(pattern), { size: "xsmall" });
  } catch {
    return undefined;
  }
}
