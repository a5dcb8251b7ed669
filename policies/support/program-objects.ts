import type { FaultPath } from "../../scheduling/values/fault";
import { carriedBy } from "./embedded-objects";
import type { Carried } from "./carried";
import { kindOfToken, knownKinds, typeOfKind, unknownKindType } from "./karpenter-kinds";
import type { ObjectKind } from "./karpenter-kinds";
import { launchTemplateTypes } from "./launch-templates";
import { merged } from "./merged";
import { optionally } from "./message";
import { nodeGroupTypes } from "./node-group";
import { readField, textOf } from "./reading";
import type { ResourceOptionsView, ResourceView } from "./rule";

/** A resource as the engine shows it. */
export interface RegisteredResource {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: unknown;
  readonly opts: ResourceOptionsView;
  /** The URN of its provider; empty for the default one. Two clusters of one program have two providers. */
  readonly provider: string;
}

/**
 * The objects that rules check, for each resource of a program: the resource itself as its inputs name it, a patch
 * joined with what it patches, and Karpenter's objects that other resources carry.
 *
 * Rules are asked one after the other about the same resource. The objects are made once for all of them, so that what
 * one rule has computed about an object serves the next.
 */
export class ProgramObjects {
  /** By what identifies an object in a cluster; patches replace what they patch. */
  private readonly known = new Map<string, ResourceView>();
  private readonly recent = new Map<string, Recent>();
  /** By URN. A group that uses the id of a template is registered after the template. */
  private readonly launchTemplates = new Map<string, ResourceView>();

  /**
   * The objects of one resource. `asker` names who asks: an asker that asks twice about one URN means another
   * registration of it.
   */
  viewsOf(resource: RegisteredResource, asker: string): readonly ResourceView[] {
    const recent = this.recent.get(resource.urn);
    if (recent !== undefined && !recent.askers.has(asker)) {
      recent.askers.add(asker);
      return recent.views;
    }
    const views = this.newViewsOf(resource);
    this.recent.delete(resource.urn);
    this.recent.set(resource.urn, { views, askers: new Set([asker]) });
    if (this.recent.size > keptResources) this.dropOldest();
    return views;
  }

  /** The objects of a resource that was not shown before. */
  newViewsOf(resource: RegisteredResource): readonly ResourceView[] {
    const carried = carriedBy(resource.props);
    const own = this.ownView(resource, carried);
    const embedded = carried.objects.map((object): ResourceView => {
      const view = { ...resource, type: typeOfKind(object), props: object.props, at: object.at };
      return { ...view, patch: "none", carried: nothing, carrier: resource.type };
    });
    if (launchTemplateTypes.includes(own.type)) this.launchTemplates.set(own.urn, own);
    for (const view of [own, ...embedded]) {
      const identity = identityOf(view);
      if (identity !== undefined) this.known.set(identity, view);
    }
    return [own, ...embedded];
  }

  private ownView(resource: RegisteredResource, carried: Carried): ResourceView {
    const token = kindOfToken(resource.type);
    const view = { ...resource, at: [], carried };
    if (nodeGroupTypes.includes(resource.type)) {
      return { ...view, patch: "none", launchTemplates: [...this.launchTemplates.values()] };
    }
    if (token === undefined) return { ...view, patch: "none" };
    const object = { ...view, type: typeOf(token, resource.props) };
    if (!token.isPatch) return { ...object, patch: "none" };
    const identity = identityOf({ ...object, patch: "none" });
    const base = identity === undefined ? undefined : this.known.get(identity);
    if (base === undefined) return { ...object, patch: "alone" };
    return { ...object, props: merged(base.props, resource.props), patch: "joined", base };
  }

  private dropOldest(): void {
    const [oldest] = this.recent.keys();
    if (oldest !== undefined) this.recent.delete(oldest);
  }
}

interface Recent {
  readonly views: readonly ResourceView[];
  readonly askers: Set<string>;
}

/** The engine asks about several resources at a time. */
const keptResources = 100;

const nothing: Carried = { objects: [], unreadable: [], files: [] };

/** What makes an object one of its cluster; undefined where its name is not known. */
export function identityOf({ type, provider, props }: ResourceView): string | undefined {
  if (!type.startsWith("kubernetes:")) return undefined;
  const name = textAt(props, ["metadata", "name"]);
  if (name === undefined) return undefined;
  return JSON.stringify([provider, type, textAt(props, ["metadata", "namespace"]) ?? "", name]);
}

/** What an object is by its own inputs, which the provider sends; by its token where it does not write them. */
function typeOf(token: ObjectKind, props: unknown): string {
  try {
    return typeOfKind({
      apiVersion: writtenText(props, "apiVersion") ?? token.apiVersion,
      kind: writtenText(props, "kind") ?? token.kind,
    });
  } catch {
    // Not known at preview. A token of a kind that rules read is at least that.
    const type = typeOfKind(token);
    return knownKinds.includes(type) ? type : unknownKindType;
  }
}

function writtenText(props: unknown, field: string): string | undefined {
  const reading = textOf(readField(props, field));
  return reading.kind === "present" ? reading.value : undefined;
}

function textAt(props: unknown, path: FaultPath): string | undefined {
  const reading = optionally(() => textOf(readField(props, ...path.map(String))));
  return reading?.kind === "present" ? reading.value : undefined;
}
