import { parseAllDocuments } from "yaml";

import type { FaultPath } from "../../scheduling/values/fault";
import { makesNodes, nodeGroupsOfApis } from "./karpenter-kinds";
import type { ObjectKind } from "./karpenter-kinds";
import { holdsUnknown } from "./unknown-markers";
import { checkingUnknowns, withoutChecks } from "./unknown-values";

/** An object of Karpenter inside the inputs of a resource that is something else: a chart's values, a text of YAML. */
export interface EmbeddedObject extends ObjectKind {
  /** Where it is in the inputs. */
  readonly at: FaultPath;
  readonly props: unknown;
}

/** What a resource carries for others to create. */
export interface Carried {
  readonly objects: readonly EmbeddedObject[];
  /** Texts that name Karpenter's objects, and that cannot be read as YAML or JSON. */
  readonly unreadable: readonly FaultPath[];
  /** Files and archives, whose content no policy sees. */
  readonly files: readonly FaultPath[];
}

/** Texts in texts: a chart's values as text, with manifests as text inside. */
const deepestText = 4;

/**
 * The objects of Karpenter anywhere in a resource's inputs, except the resource itself. Values that are not known at
 * preview are passed over; {@link Carried} lists what names such objects and cannot be read.
 */
export function carriedBy(props: unknown): Carried {
  const objects: EmbeddedObject[] = [];
  const unreadable: FaultPath[] = [];
  const files: FaultPath[] = [];

  const visit = (value: unknown, at: FaultPath, texts: number, isRoot: boolean): void => {
    if (typeof value === "string") {
      visitText(value, at, texts);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    if ("__pulumiAsset" in value || "__pulumiArchive" in value) {
      visitAsset(value, at, texts);
      return;
    }
    if (Array.isArray(value)) {
      value.forEach((element: unknown, index) => {
        visit(element, [...at, index], texts, false);
      });
      return;
    }
    const record = value as Readonly<Record<string, unknown>>;
    const kind = isRoot ? undefined : kindOf(record);
    if (kind !== undefined) {
      objects.push({ ...kind, at, props: checkingUnknowns(record) });
      return;
    }
    for (const [key, field] of Object.entries(record)) visit(field, [...at, key], texts, false);
  };

  const visitText = (text: string, at: FaultPath, texts: number): void => {
    if (!namesKarpenter(text)) return;
    const documents = texts < deepestText && !holdsUnknown(text) ? documentsOf(text) : undefined;
    if (documents === undefined) {
      unreadable.push(at);
      return;
    }
    // A sentence that mentions the group is one text for YAML, not an object.
    documents.forEach((document, index) => {
      if (typeof document !== "object" || document === null) return;
      visit(document, documents.length === 1 ? at : [...at, index], texts + 1, false);
    });
  };

  const visitAsset = (value: object, at: FaultPath, texts: number): void => {
    const { text, assets } = value as { readonly text?: unknown; readonly assets?: unknown };
    if (typeof text === "string") visitText(text, at, texts);
    else if (typeof assets === "object" && assets !== null) visit(assets, at, texts, false);
    else files.push(at);
  };

  // Read without the SDK's proxies, which make a walk over large values slow.
  visit(withoutChecks(props), [], 0, true);
  return { objects, unreadable, files };
}

function kindOf(record: Readonly<Record<string, unknown>>): ObjectKind | undefined {
  const { apiVersion, kind } = record;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  return makesNodes(apiVersion) ? { apiVersion, kind } : undefined;
}

const groupInText = new RegExp(
  `(${nodeGroupsOfApis.map((group) => group.replaceAll(".", "\\.")).join("|")})/v\\d`,
);

function namesKarpenter(text: string): boolean {
  return groupInText.test(text) && /\bkind\b/.test(text);
}

/** The documents of a YAML or JSON text; undefined where one of them cannot be read. */
function documentsOf(text: string): readonly unknown[] | undefined {
  const documents = parseAllDocuments(text, { logLevel: "silent" });
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) {
    return undefined;
  }
  try {
    return documents.map((document) => document.toJS() as unknown);
  } catch {
    return undefined;
  }
}
