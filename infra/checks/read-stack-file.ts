import { readFileSync } from "node:fs";
import path from "node:path";

import type { LocatedFault } from "../config/config-fault";
import type { PlatformConfig } from "../config/schema";
import { parseStackText } from "../config/stack-text";
import { unreadableFile } from "../config/unreadable-file";
import { checkedConfig } from "./checked-config";

/** A stack file, read and checked. */
export interface StackFile {
  /** Name of the stack: `production-us-east-1`. */
  readonly stack: string;
  readonly file: string;
  /** Empty when the file cannot be read. */
  readonly text: string;
  /** What the file holds under `config:`, keys with their namespace; empty when it could not be read. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The configuration, when the file has no fault. */
  readonly config?: PlatformConfig;
  /** All faults of the file, each with its line unless the file cannot be read. */
  readonly faults: readonly LocatedFault[];
}

/** Reads and checks a stack file. It never throws: the faults say what the file holds, or why it cannot be read. */
export function readStackFile(file: string): StackFile {
  const stack = path
    .basename(file)
    .replace(/^Pulumi\./, "")
    .replace(/\.yaml$/, "");
  let text: string;
  try {
    // Some editors begin a file with a byte order mark; it is no part of the text.
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const fault = unreadableFile(error as NodeJS.ErrnoException);
    return { stack, file, text: "", values: {}, faults: [fault] };
  }
  const { values, faults: ofText, lineOf } = parseStackText(text);
  if (values === undefined) return { stack, file, text, values: {}, faults: ofText };
  const { config, faults: ofConfig = [] } = checkedConfig(stack, values);
  const located = ofConfig.map((fault) => ({ ...fault, ...lineOf(fault.path) }));
  // In the order of the file.
  const faults = [...ofText, ...located].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  return faults.length > 0 || config === undefined
    ? { stack, file, text, values, faults }
    : { stack, file, text, values, faults, config };
}
