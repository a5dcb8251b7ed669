import { normalizedLabelKey } from "../../scheduling/requirements/labels";
import { requirementFaults } from "../../scheduling/requirements/requirement-faults";
import { requirementsOf } from "../../scheduling/requirements/requirements";
import type {
  NodeSelectorRequirement,
  Requirements,
} from "../../scheduling/requirements/requirements";
import { catalogueKey, isAutoMode } from "./auto-mode";
import { modelFinding } from "./model-finding";
import { labelsPath, requirementsPath, templateLabels } from "./node-pool";
import type { NodePool } from "./node-pool";
import {
  fieldOf,
  listOf,
  misshapen,
  plainCopy,
  readField,
  shapeFinding,
  textOf,
  within,
} from "./reading";
import type { Reading } from "./reading";
import type { Finding } from "./rule";

/** A pool's requirements on some label keys, those of its node labels included, in normal form. */
export interface PoolRequirements {
  readonly requirements: Requirements;
  /** Whether the list or a label that counts as a requirement is written. A pool without restricts nothing. */
  readonly written: boolean;
  /** Requirements and labels that cannot be evaluated; `requirements` lacks them and is too wide. */
  readonly faults: readonly Finding[];
}

/**
 * Reads the requirements on the keys that `decides` accepts, and no value of another: a zone or a
 * custom label may come from another resource and be unknown at preview.
 */
export function poolRequirements(
  pool: NodePool,
  decides: (key: string) => boolean,
): PoolRequirements {
  const written = writtenRequirements(pool, decides);
  const labels = writtenLabels(pool, decides);
  return {
    requirements: requirementsOf(written.plain, labels.values),
    written: written.written || labels.faults.length > 0 || Object.keys(labels.values).length > 0,
    faults: [...written.faults, ...labels.faults],
  };
}

interface WrittenRequirements {
  readonly plain: readonly NodeSelectorRequirement[];
  readonly written: boolean;
  readonly faults: readonly Finding[];
}

function writtenRequirements(
  pool: NodePool,
  decides: (key: string) => boolean,
): WrittenRequirements {
  const list = listOf(fieldOf(pool, requirementsPath));
  if (list.kind === "absent") return { plain: [], written: false, faults: [] };
  if (list.kind === "misshapen") {
    return { plain: [], written: true, faults: [shapeFinding(list)] };
  }
  const auto = isAutoMode(pool);
  const read = list.value.map((element) => readRequirement(element, decides, auto));
  return {
    plain: read.flatMap(({ plain }) => plain ?? []),
    written: true,
    faults: read.flatMap(({ faults }) => faults),
  };
}

function readRequirement(
  element: Reading<unknown>,
  decides: (key: string) => boolean,
  auto: boolean,
): { readonly plain?: NodeSelectorRequirement; readonly faults: readonly Finding[] } {
  const { path } = element;
  if (element.kind !== "present") {
    return { faults: [shapeFinding(misshapen(path, undefined, "an object"))] };
  }
  const key = textOf(readField(element.value, "key"));
  const known = key.kind === "present" ? catalogueKey(key.value, auto) : undefined;
  // A key of another kind of node class is reported by acc-class-keys.
  if (key.kind === "present" && (known === undefined || !decides(normalizedLabelKey(known)))) {
    return { faults: [] };
  }
  const written = plainCopy(element.value, path);
  const copy = known === undefined ? written : { ...(written as object), key: known };
  const faults = requirementFaults([copy]).map((fault) =>
    // The first key is the place in the list of one.
    modelFinding(path, { ...fault, path: fault.path.slice(1) }, copy),
  );
  return faults.length > 0 ? { faults } : { plain: copy as NodeSelectorRequirement, faults };
}

function writtenLabels(
  pool: NodePool,
  decides: (key: string) => boolean,
): { readonly values: Readonly<Record<string, string>>; readonly faults: readonly Finding[] } {
  const labels = templateLabels(pool);
  if (labels.kind === "absent") return { values: {}, faults: [] };
  if (labels.kind === "misshapen") return { values: {}, faults: [shapeFinding(labels)] };
  const values: Record<string, string> = {};
  const faults: Finding[] = [];
  for (const key of Object.keys(labels.value)) {
    if (!decides(normalizedLabelKey(key))) continue;
    const value = textOf(within(labels.value, labelsPath, key));
    if (value.kind === "misshapen") faults.push(shapeFinding(value));
    if (value.kind === "present") values[key] = value.value;
  }
  return { values, faults };
}
