import type { FaultPath } from "../../scheduling/values/fault";

/** An object as a file or a stack has it. */
export interface SourceManifest {
  /** Its file and document, for findings: `pools.yaml, document 2`. */
  readonly from: string;
  readonly file: string;
  /** The line in the file, from 1, of a field of the manifest, or of the nearest field above it. */
  readonly lineOf: (path: FaultPath) => number;
  readonly kind: string;
  readonly name: string;
  readonly manifest: unknown;
}
