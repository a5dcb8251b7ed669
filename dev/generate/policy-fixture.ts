import { parseAllDocuments } from "yaml";

/** A resource of a fixture, as a rule sees it. */
export interface FixtureResource {
  /** The Pulumi type token. */
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Document = Readonly<Record<string, unknown>>;

/** The resources of a fixture. Each document is a Kubernetes manifest, or has `type` and `properties` as in Pulumi YAML. */
export function fixtureResources(text: string): readonly FixtureResource[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return resourceOf(document.toJS() as Document);
  });
}

function resourceOf(document: Document): FixtureResource {
  if (typeof document["type"] === "string") {
    const properties = (document["properties"] ?? {}) as Document;
    return { type: document["type"], name: "resource", properties };
  }
  const { name } = (document["metadata"] ?? {}) as { readonly name?: string };
  return {
    type: `kubernetes:${String(document["apiVersion"])}:${String(document["kind"])}`,
    name: name ?? "resource",
    properties: document,
  };
}
