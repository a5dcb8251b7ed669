import type { FaultPath } from "../../scheduling/values/fault";
import type { ObjectKind } from "./karpenter-kinds";

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
