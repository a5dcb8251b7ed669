import type { SourceManifest } from "./source-manifest";

/** Equal pods that look for a place. */
export interface Workload {
  readonly name: string;
  /** 1 if left out. */
  readonly count?: number;
  /** How many pods the manifest declares, if the report asks about fewer. */
  readonly declared?: number;
  /** `metadata` and `spec` of a pod or of a pod template. */
  readonly pod: unknown;
  /** No manifest declares the pods: the report made them up to show where such pods land. */
  readonly isExample?: true;
  /** What the pods do, in the words of the pools' label `workload`: `inference`, `training`. */
  readonly workloadClass?: string;
  /** True for pods that only show what a pool takes. It is no fault if no pool takes them. */
  readonly isProbe?: true;
  /** The manifest that asks for the pods; absent for pods that the report makes up. */
  readonly source?: SourceManifest;
}
