import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

import { parseAllDocuments } from "yaml";

/** Example resources of one rule: a file in `test/fixtures/policies/<rule id>/<good or bad>/`. */
export interface PolicyFixture {
  /** Id of the rule that the example belongs to. */
  readonly rule: string;
  /** The rule finds nothing in a good example and something in a bad one. */
  readonly kind: "good" | "bad";
  /** File name without its extension; each rule has an example `typical` of both kinds. */
  readonly name: string;
  /** Path from the folder of all fixtures. */
  readonly file: string;
  readonly text: string;
  /** What is special about the example: the first line of comment. */
  readonly note: string;
  readonly resources: readonly FixtureResource[];
  /** The path of each finding of the example's own rule: the lines `# finds: <path>`. */
  readonly finds: readonly string[];
}

/** A resource of a fixture, as a rule sees it. */
export interface FixtureResource {
  /** Type token. */
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Whether the resource has the option `protect`; true unless the example says otherwise. */
  readonly protect?: boolean;
  /** Name of its provider among the resources; the default one unless the example says otherwise. */
  readonly provider?: string;
}

/** Path from the project's root. */
export const policyFixturesFolder = "test/fixtures/policies";

/** All fixtures, ordered by file. */
export function policyFixtures(): readonly PolicyFixture[] {
  const folder = path.resolve(__dirname, "../..", policyFixturesFolder);
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort()
    .map((file) => fixtureOf(file, readFileSync(path.join(folder, `${file}.yaml`), "utf8")));
}

function fixtureOf(file: string, text: string): PolicyFixture {
  const [rule = "", kind, name = ""] = file.split(path.sep);
  if (kind !== "good" && kind !== "bad") {
    throw new Error(
      `${policyFixturesFolder}/${file}.yaml: fixture in a wrong folder, got ${String(kind)}; expected good or bad; move the file to <rule id>/good or <rule id>/bad`,
    );
  }
  return {
    rule,
    kind,
    name,
    file: `${rule}/${kind}/${name}.yaml`,
    text,
    note: /^# (.*)$/m.exec(text)?.[1] ?? "",
    resources: fixtureResources(text),
    finds: [...text.matchAll(/^# finds: (.+)$/gm)].map(([, found = ""]) => found),
  };
}

/** The resources of a file whose documents are Kubernetes manifests, or `type` and `properties` as in Pulumi YAML. */
function fixtureResources(text: string): readonly FixtureResource[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return resourceOf(document.toJS() as Document);
  });
}

type Document = Readonly<Record<string, unknown>>;

function resourceOf(document: Document): FixtureResource {
  if (typeof document["type"] === "string") {
    const properties = (document["properties"] ?? {}) as Document;
    const { protect = true } = (document["options"] ?? {}) as { readonly protect?: boolean };
    const { name } = (properties["metadata"] ?? {}) as { readonly name?: string };
    return { type: document["type"], name: name ?? "resource", properties, protect };
  }
  const { name } = (document["metadata"] ?? {}) as { readonly name?: string };
  return {
    type: `kubernetes:${String(document["apiVersion"])}:${String(document["kind"])}`,
    name: name ?? "resource",
    // As in a program: the type is NodePoolPatch, and the object that is sent has the kind NodePool.
    properties: { ...document, kind: String(document["kind"]).replace(/Patch$/, "") },
  };
}
