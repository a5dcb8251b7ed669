import type { LineTable } from "../line-table";

/** Set to 1, this environment variable turns all patches off. */
export const switchVariable: "ACCELERATOR_PLATFORM_NO_PATCHES";

export type PatchName =
  "late-packages" | "stack-frames" | "stack-traces" | "debug-messages" | "empty-assets";

/** Something inside Node or inside the Pulumi SDK that this project replaces. */
export interface Patch {
  /** Also the name of the file that does it, in this folder. */
  readonly name: PatchName;
  readonly replaces: string;
  readonly why: string;
  /** Package and version. */
  readonly measuredOn: string;
  /** Time that it saves. */
  readonly saves: string;
  /** What is different without it. */
  readonly without: string;
}

/** All of them. */
export const patches: readonly Patch[];

/** The bundle that a process runs. */
export interface PatchedBundle {
  readonly file: string;
  readonly folder: string;
  readonly lines: LineTable;
}

/**
 * Applies patches, unless the environment turns all of them off.
 *
 * @param bundle what `stack-frames` needs
 */
export function applyPatches(names: readonly Exclude<PatchName, "stack-frames">[]): void;
export function applyPatches(names: readonly PatchName[], bundle: PatchedBundle): void;
