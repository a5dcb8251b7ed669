import type { FaultPath } from "../../scheduling/values/fault";
import { checkedList } from "./checked-list";
import type { CheckedList } from "./checked-list";
import { nodeClassType } from "./karpenter-kinds";
import { fieldOf, misshapen, recordOf, shapeFinding, textOf, within } from "./reading";
import type { FieldRecord, Misshapen, Reading } from "./reading";
import type { Finding, ResourceView } from "./rule";

export const nodeClassTypes: readonly string[] = [nodeClassType];

export const amiFamilyPath = ["spec", "amiFamily"] as const;
export const amiSelectorTermsPath = ["spec", "amiSelectorTerms"] as const;
export const blockDeviceMappingsPath = ["spec", "blockDeviceMappings"] as const;
export const capacityReservationTermsPath = ["spec", "capacityReservationSelectorTerms"] as const;

/** An EC2NodeClass, with a patch of it already joined. */
export interface NodeClass {
  readonly props: unknown;
}

/** One term of `amiSelectorTerms`; terms are alternatives, what is inside one must hold together. */
export interface AmiTerm {
  readonly path: FaultPath;
  readonly alias?: string;
  readonly id?: string;
  readonly name?: string;
  readonly owner?: string;
  readonly ssmParameter?: string;
}

export function nodeClass(resource: ResourceView): NodeClass {
  return resource;
}

export function amiTerms(nodeClass: NodeClass): CheckedList<AmiTerm> {
  return checkedList(fieldOf(nodeClass, amiSelectorTermsPath), readTerm);
}

/** What decides which volumes a node has where the class does not say. */
export interface AmiFamily {
  /** Family whose defaults Karpenter takes, in lower case; absent where the class names none. */
  readonly name?: string;
  /** Family of the alias, whose AMIs have devices that are known; absent for AMIs chosen otherwise. */
  readonly alias?: string;
  readonly faults: readonly Finding[];
}

/** `amiFamily`, else the family of the alias, as `AMIFamily()` in Karpenter's pkg/apis/v1/ec2nodeclass.go has it. */
export function amiFamily(nodeClass: NodeClass): AmiFamily {
  const written = textOf(fieldOf(nodeClass, amiFamilyPath));
  const terms = amiTerms(nodeClass);
  const faults = [
    ...(written.kind === "misshapen" ? [shapeFinding(written)] : []),
    ...terms.faults,
  ];
  const alias = terms.entries.find((term) => term.alias !== undefined)?.alias?.split("@", 1)[0];
  const name = written.kind === "present" ? written.value.toLowerCase() : alias;
  return {
    ...(name === undefined ? {} : { name }),
    ...(alias === undefined ? {} : { alias }),
    faults,
  };
}

function readTerm(element: unknown, path: FaultPath): AmiTerm | Misshapen {
  const fields = recordOf({ kind: "present", path, value: element });
  if (fields.kind !== "present") return misshapen(path, element, "an object");
  const texts: Record<string, string> = {};
  for (const field of ["alias", "id", "name", "owner", "ssmParameter"]) {
    const reading = termText(fields.value, path, field);
    if (reading.kind === "misshapen") return reading;
    // Karpenter takes an empty text for none.
    if (reading.kind === "present" && reading.value !== "") texts[field] = reading.value;
  }
  return { path, ...texts };
}

function termText(fields: FieldRecord, path: FaultPath, field: string): Reading<string> {
  return textOf(within(fields, path, field));
}
